using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AnomalyNotebooks.Peers;

// ML.NET's and TorchSharp's side of `anomaly bench`: one request a line (JSON), one line back, as the peers in Python do it.
var detectors = new MlNetDetectors();
while (Console.ReadLine() is { } line)
{
    JsonObject request = JsonNode.Parse(line)!.AsObject();
    JsonNode answer = (string)request["do"]! switch
    {
        "versions" => new JsonObject
        {
            ["TorchSharp"] = Version("TorchSharp"),
            ["libtorch"] = Version("libtorch-cpu"),
            ["ML.NET"] = Version("Microsoft.ML"),
            ["LightGBM"] = Version("LightGBM"),
            [".NET"] = Environment.Version.ToString(),
        },
        "train" => TorchNetwork.Train([.. request["sizes"]!.AsArray().Select(size => (int)size!)], (int)request["batch"]!,
            (int)request["rows"]!, (double)request["seconds"]!, (int)request["threads"]!),
        "score" when request["sizes"] is JsonArray sizes => TorchNetwork.Score([.. sizes.Select(size => (int)size!)],
            (int)request["rows"]!, (int)request["threads"]!),
        "load" => detectors.Load((string)request["path"]!, (int)request["rows"]!, (int)request["columns"]!),
        "fit" => detectors.Fit((string)request["what"]!),
        "score" => detectors.Score((string)request["what"]!),
        var other => throw new ArgumentException($"There is no request '{other}'."),
    };
    Console.WriteLine(answer.ToJsonString());
}

// What was restored, as the build wrote it down beside the program.
static string Version(string package) => Regex.Match(File.ReadAllText(Path.ChangeExtension(typeof(MlNetDetectors).Assembly.Location,
    ".deps.json")), $"\"{Regex.Escape(package)}/([^\"]+)\"").Groups[1].Value;
