using System.Text;
using System.Text.Json;

namespace AnomalyNotebooks.Cli.Worker;

/// <summary>Messages over a pipe, one JSON object per line. Sending is safe from any thread.</summary>
internal sealed class MessageChannel(Stream pipe) : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly StreamReader reader = new(pipe, Utf8);
    private readonly Lock sending = new();

    /// <summary>Sends a message; it is in the hands of the system when this returns, and survives the death of this process.</summary>
    public void Send(WorkerMessage message)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(message, WorkerJson.Default.WorkerMessage);
        lock (sending)
        {
            pipe.Write(json);
            pipe.WriteByte((byte)'\n');
            pipe.Flush();
        }
    }

    /// <summary>The next message; null when the other side has gone.</summary>
    public async Task<WorkerMessage?> ReceiveAsync(CancellationToken cancellation = default)
    {
        try
        {
            string? line = await reader.ReadLineAsync(cancellation);
            // A line without its end is what a process that died while sending leaves behind.
            return line is null ? null : JsonSerializer.Deserialize(line, WorkerJson.Default.WorkerMessage);
        }
        catch (Exception error) when (error is IOException or JsonException or ObjectDisposedException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        reader.Dispose();
        pipe.Dispose();
    }
}
