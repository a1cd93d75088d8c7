using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using AnomalyNotebooks.Cli.Scoring;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly drift</c>: what has changed in normal traffic since a detector was fitted, and whether its threshold still
/// holds.</summary>
internal static class DriftCommand
{
    public static Command Create()
    {
        var before = new Argument<string>("old") { Description = "Normal flows of the time of the fit." };
        var after = new Argument<string>("new") { Description = "Normal flows of now." };
        Option<string> model = ScoringOptions.Model();
        Option<string?> normal = ScoringOptions.Normal();
        var top = new Option<int>("--top") { Description = "How many columns to show, those that moved most first; 0 shows all.",
            HelpName = "n", DefaultValueFactory = _ => 12 };
        var json = new Option<string?>("--json") { Description = "Save all figures here as JSON.", HelpName = "file" };
        var recalibrated = new Option<string?>("--out") { Description = "Save the same detector with a threshold from the new flows here.",
            HelpName = "file" };
        var rate = new Option<double?>("--rate") { Description =
            "The false-positive rate of the new threshold. Default: that of the model.", HelpName = "rate" };
        var command = new Command("drift",
            "Compare normal flows of two times: what moved, whether the threshold keeps its false-positive rate, and a new one without a "
            + "new fit.")
        {
            before, after, model, normal, top, json, recalibrated, rate,
        };
        command.SetAction((parsed, cancellation) =>
        {
            OutputPlace.RequireNotRead("--out", parsed.GetValue(recalibrated), parsed.GetValue(before), parsed.GetValue(after));
            OutputPlace.RequireNotRead("--json", parsed.GetValue(json), parsed.GetValue(before), parsed.GetValue(after),
                parsed.GetValue(model));
            DetectorBundle bundle = DetectorBundle.Load(parsed.GetValue(model)!);
            string? condition = parsed.GetValue(normal);
            (NormalFlows old, _) = ScoringOptions.Normals(parsed.GetValue(before)!, bundle.Schema.Relaxed(), condition);
            (NormalFlows now, _) = ScoringOptions.Normals(parsed.GetValue(after)!, bundle.Schema.Relaxed(), condition);
            FlowDrift drift = FlowDrift.Between(bundle, old, now, cancellation);
            DetectorBundle renewed = bundle.Recalibrated(now, parsed.GetValue(rate), cancellation);
            Print(drift, parsed.GetValue(top), bundle, renewed);
            if (parsed.GetValue(json) is { } file) AtomicFile.Write(file, Json(drift, bundle, renewed));
            if (parsed.GetValue(recalibrated) is { } target)
            {
                renewed.Save(target);
                Console.WriteLine($"\nsaved with the new threshold: {Workspace.Shorten(target)}");
            }

            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }

    private static void Print(FlowDrift drift, int top, DetectorBundle bundle, DetectorBundle renewed)
    {
        Console.WriteLine("column                     PSI      KS  before -> after");
        Line(drift.Score);
        foreach (ColumnDrift column in drift.Columns.Take(top == 0 ? int.MaxValue : top)) Line(column);
        int moved = drift.Columns.Count(column => column.Stability > 0.25);
        (double low, double high) = drift.Interval;
        string asked = drift.AskedRate is { } rate ? string.Create(CultureInfo.InvariantCulture, $", asked for {rate:P2}") : "";
        string verdict = drift.KeepsRate ? "the threshold holds" : "the threshold no longer holds: take the new one, or fit again";
        string rates = string.Create(CultureInfo.InvariantCulture,
            $"{drift.RateBefore:P2} before, {drift.RateAfter:P2} now (95 %: {low:P2} to {high:P2})");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            {moved} of {drift.Columns.Count} columns moved much (PSI above 0.25)
            alarms among normal flows: {rates}{asked}: {verdict}
            threshold: {bundle.Threshold.Value:G6} before, {renewed.Threshold.Value:G6} from the new flows
            """));
        if (drift.Unseen is { HasJumped: true } unseen) Console.WriteLine(ScoringOptions.Warning(unseen));
    }

    private static void Line(ColumnDrift column) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{SafeText.Plain(column.Column),-24} {column.Stability,6:F3}  {column.KolmogorovSmirnov,6:F3}  {SafeText.Plain(column.Before)} "
            + $"-> {SafeText.Plain(column.After)}"));

    private static byte[] Json(FlowDrift drift, DetectorBundle bundle, DetectorBundle renewed)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("detector", bundle.Name);
            json.WriteNumber("newNormals", drift.Count);
            if (drift.AskedRate is { } asked) json.WriteNumber("askedFpr", asked);
            json.WriteNumber("fprBefore", drift.RateBefore);
            json.WriteNumber("fprNow", drift.RateAfter);
            json.WriteNumber("fprNowLow", drift.Interval.Low);
            json.WriteNumber("fprNowHigh", drift.Interval.High);
            json.WriteBoolean("keepsRate", drift.KeepsRate);
            if (drift.Unseen is { } unseen)
            {
                json.WriteNumber("unseenContextsBefore", unseen.Before);
                json.WriteNumber("unseenContextsNow", unseen.Share);
            }

            json.WriteNumber("threshold", bundle.Threshold.Value);
            json.WriteNumber("newThreshold", renewed.Threshold.Value);
            json.WriteStartArray("columns");
            foreach (ColumnDrift column in (ColumnDrift[])[drift.Score, .. drift.Columns])
            {
                json.WriteStartObject();
                json.WriteString("column", column.Column);
                json.WriteNumber("psi", column.Stability);
                if (!double.IsNaN(column.KolmogorovSmirnov)) json.WriteNumber("ks", column.KolmogorovSmirnov);
                json.WriteString("before", column.Before);
                json.WriteString("after", column.After);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
