using System.IO.Compression;
using System.Security.Cryptography;

namespace AnomalyNotebooks;

/// <summary>The bytes of a file of flows: opened, unpacked where they are compressed, hashed as they pass by.</summary>
internal sealed class FlowInput : IDisposable
{
    private readonly HashingStream source;

    private FlowInput(Stream stream, string file)
    {
        File = file;
        source = new HashingStream(stream);
        Text = source;
        Span<byte> start = stackalloc byte[2];
        int length = source.Peek(start);
        if (length == 2 && start[0] == 0x1F && start[1] == 0x8B) Text = new GZipStream(source, CompressionMode.Decompress);
    }

    /// <summary>The file's name, for messages.</summary>
    public string File { get; }

    /// <summary>The text.</summary>
    public Stream Text { get; }

    /// <summary>What share of the file has been read, 0 to 1; NaN where its length is not known.</summary>
    public double Share => source.Share;

    /// <summary>Opens a file, or standard input for <c>-</c>.</summary>
    /// <exception cref="AnomalyException">There is no such file, or none that can be read.</exception>
    public static FlowInput Open(string path)
    {
        if (path == "-") return new FlowInput(Console.OpenStandardInput(), "standard input");
        var info = new FileInfo(path);
        if (!info.Exists)
            throw new AnomalyException($"{FlowFormatException.Excerpt(path, 1000)}: "
                + $"{(Directory.Exists(path) ? "a folder, not a file" : "no such file")}.");
        // Also the length of what is no file: waiting for a pipe or a device to end may take for ever.
        if (info.Length == 0)
            throw new FlowFormatException(path, null, null, "an empty file (or a pipe or device: read these as standard input, '-')",
                "a header and flows");
        try
        {
            return new FlowInput(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new AnomalyException($"{FlowFormatException.Excerpt(path, 1000)} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>A file's content that is in memory.</summary>
    public static FlowInput Of(byte[] content, string file) => new(new MemoryStream(content), file);

    /// <summary>SHA-256 of the file as it is, compressed or not, in lower-case hexadecimal; reads what is left of it.</summary>
    public string Sha256()
    {
        source.CopyTo(Stream.Null);
        return Convert.ToHexStringLower(source.Hash.GetHashAndReset());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Text.Dispose();
        source.Dispose();
    }

    private sealed class HashingStream(Stream inner) : Stream
    {
        private byte[] peeked = [];

        public IncrementalHash Hash { get; } = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public double Share => inner.CanSeek ? (double)inner.Position / Math.Max(inner.Length, 1) : double.NaN;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public int Peek(Span<byte> start)
        {
            int length = inner.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            peeked = start[..length].ToArray();
            return length;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int length = Math.Min(peeked.Length, buffer.Length);
            peeked.AsSpan(0, length).CopyTo(buffer);
            peeked = peeked[length..];
            if (length == 0) length = inner.Read(buffer);
            Hash.AppendData(buffer[..length]);
            return length;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            Hash.Dispose();
            base.Dispose(disposing);
        }
    }
}
