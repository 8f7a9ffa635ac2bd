using EdgarApi.Financials.Facts;

namespace EdgarApi.Sec.Files;

/// <summary>A file from the SEC cannot be read: it is malformed, truncated, too large or not what its name says.</summary>
public sealed class SecDataException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="file">File name, zip entry or address.</param>
    /// <param name="reason">Description of the error.</param>
    /// <param name="offset">Byte offset of the error, if known.</param>
    /// <param name="inner">The underlying exception, if any.</param>
    public SecDataException(string file, string reason, long? offset = null, Exception? inner = null)
        : base(offset is null ? $"{file}: {reason}" : $"{file}: {reason} (at byte {offset})", inner) =>
        (File, Reason, Offset) = (file, reason, offset);

    /// <summary>Adds the file to an error of the company facts parser.</summary>
    public SecDataException(string file, CompanyFactsFormatException error)
        : this(file, error.Reason, error.Offset, error)
    {
    }

    /// <summary>File name, zip entry or address.</summary>
    public string File { get; }

    /// <summary>Description of the error.</summary>
    public string Reason { get; }

    /// <summary>Byte offset of the error, if known.</summary>
    public long? Offset { get; }
}
