using System.Text;
using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>The JSON texts in a bundle's metadata.</summary>
internal static class BundleJson
{
    public static string WriteOptions(AutoencoderOptions options) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("hidden_sizes");
        foreach (int size in options.HiddenSizes) json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteNumber("code_size", options.CodeSize);
        json.WriteString("activation", options.Activation.ToString());
        json.WriteBoolean("batch_norm", options.BatchNorm);
        json.WriteString("loss", options.Loss.ToString());
        json.WriteNumber("learning_rate", options.LearningRate);
        json.WriteNumber("batch_size", options.BatchSize);
        json.WriteNumber("epochs", options.Epochs);
        json.WriteBoolean("shuffle", options.Shuffle);
        if (options.PlateauPatience is { } plateau) json.WriteNumber("plateau_patience", plateau);
        json.WriteNumber("plateau_factor", options.PlateauFactor);
        if (options.EarlyStoppingPatience is { } early) json.WriteNumber("early_stopping_patience", early);
        json.WriteNumber("swap_noise", options.SwapNoise);
        json.WriteString("engine", options.Engine);
        json.WriteEndObject();
    });

    public static AutoencoderOptions ReadOptions(string text) => Read("options", text, root => new AutoencoderOptions
    {
        HiddenSizes = [.. root.GetProperty("hidden_sizes").EnumerateArray().Select(size => size.GetInt32())],
        CodeSize = root.GetProperty("code_size").GetInt32(),
        Activation = Enum.Parse<Activation>(root.GetProperty("activation").GetString()!),
        BatchNorm = root.GetProperty("batch_norm").GetBoolean(),
        Loss = Enum.Parse<ReconstructionLoss>(root.GetProperty("loss").GetString()!),
        LearningRate = root.GetProperty("learning_rate").GetDouble(),
        BatchSize = root.GetProperty("batch_size").GetInt32(),
        Epochs = root.GetProperty("epochs").GetInt32(),
        Shuffle = root.GetProperty("shuffle").GetBoolean(),
        PlateauPatience = root.TryGetProperty("plateau_patience", out JsonElement plateau) ? plateau.GetInt32() : null,
        PlateauFactor = root.GetProperty("plateau_factor").GetDouble(),
        EarlyStoppingPatience = root.TryGetProperty("early_stopping_patience", out JsonElement early) ? early.GetInt32() : null,
        SwapNoise = root.GetProperty("swap_noise").GetDouble(),
        Engine = root.GetProperty("engine").GetString()!,
    });

    public static string WriteNames(IReadOnlyList<string> names) => Write(json =>
    {
        json.WriteStartArray();
        foreach (string name in names) json.WriteStringValue(name);
        json.WriteEndArray();
    });

    public static IReadOnlyList<string> ReadNames(string text) =>
        Read("features", text, root => root.EnumerateArray().Select(name => name.GetString()!).ToArray());

    public static string WriteHistory(IReadOnlyList<EpochReport> history) => Write(json =>
    {
        json.WriteStartArray();
        foreach (EpochReport report in history)
        {
            json.WriteStartObject();
            json.WriteNumber("epoch", report.Epoch);
            json.WriteNumber("epochs", report.Epochs);
            json.WriteNumber("train_loss", report.TrainLoss);
            json.WriteNumber("validation_loss", report.ValidationLoss);
            json.WriteNumber("learning_rate", report.LearningRate);
            json.WriteNumber("best_epoch", report.BestEpoch);
            json.WriteNumber("best_validation_loss", report.BestValidationLoss);
            json.WriteBoolean("is_collapsed", report.IsCollapsed);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    public static IReadOnlyList<EpochReport> ReadHistory(string text) =>
        Read("history", text, root => root.EnumerateArray().Select(report => new EpochReport(
        report.GetProperty("epoch").GetInt32(),
        report.GetProperty("epochs").GetInt32(),
        report.GetProperty("train_loss").GetDouble(),
        report.GetProperty("validation_loss").GetDouble(),
        report.GetProperty("learning_rate").GetDouble(),
        0,
        report.GetProperty("best_epoch").GetInt32(),
        report.GetProperty("best_validation_loss").GetDouble(),
        report.GetProperty("is_collapsed").GetBoolean())).ToArray());

    private static string Write(Action<Utf8JsonWriter> content)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) content(json);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static T Read<T>(string what, string text, Func<JsonElement, T> content)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return content(document.RootElement);
        }
        catch (Exception error) when (
            error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            throw new AnomalyException($"has '{what}' in its metadata that cannot be read ({error.Message.TrimEnd('.')})", error);
        }
    }
}
