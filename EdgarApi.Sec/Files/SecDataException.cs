using EdgarApi.Financials.Facts;

namespace EdgarApi.Sec.Files;

/// <summary>A file of the SEC's that cannot be read: malformed, truncated, too large or not what its name says.</summary>
public sealed class SecDataException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="file">File name, zip entry or address.</param>
    /// <param name="reason">What is wrong, in words.</param>
    /// <param name="offset">Byte offset at which it was noticed, where there is one.</param>
    /// <param name="inner">The reader's own error, if any.</param>
    public SecDataException(string file, string reason, long? offset = null, Exception? inner = null)
        : base(offset is null ? $"{file}: {reason}" : $"{file}: {reason} (at byte {offset})", inner) =>
        (File, Reason, Offset) = (file, reason, offset);

    /// <summary>The error of a company facts parser, with the file it was in.</summary>
    public SecDataException(string file, CompanyFactsFormatException error)
        : this(file, error.Reason, error.Offset, error)
    {
    }

    /// <summary>File name, zip entry or address.</summary>
    public string File { get; }

    /// <summary>What is wrong, in words.</summary>
    public string Reason { get; }

    /// <summary>Byte offset at which it was noticed, where there is one.</summary>
    public long? Offset { get; }
}
