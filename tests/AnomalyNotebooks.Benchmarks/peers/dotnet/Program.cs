using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
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
            ["TorchSharp"] = typeof(TorchSharp.torch).Assembly.GetName().Version!.ToString(3),
            ["ML.NET"] = System.Diagnostics.FileVersionInfo.GetVersionInfo(typeof(Microsoft.ML.MLContext).Assembly.Location).FileVersion,
            [".NET"] = RuntimeInformation.FrameworkDescription,
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
