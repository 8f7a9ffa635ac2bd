namespace EdgarApi.Financials.Facts;

/// <summary>Company facts that cannot be read: malformed or truncated JSON, or a damaged snapshot.</summary>
public sealed class CompanyFactsFormatException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="reason">Description of the error.</param>
    /// <param name="offset">Byte offset of the error in the input.</param>
    /// <param name="inner">The reader's own error, if any.</param>
    public CompanyFactsFormatException(string reason, long offset, Exception? inner = null)
        : base($"{reason} (at byte {offset})", inner) => (Reason, Offset) = (reason, offset);

    /// <summary>Description of the error.</summary>
    public string Reason { get; }

    /// <summary>Byte offset of the error in the input.</summary>
    public long Offset { get; }
}
