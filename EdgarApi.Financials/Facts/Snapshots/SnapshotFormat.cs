namespace EdgarApi.Financials.Facts;

/// <summary>
/// The format of a snapshot: magic, version, XxHash128 of the rest, length of the payload, compressed payload. The payload is a header
/// (texts, filings, series) and one stream per column, because similar data compresses better together. Numbers are variable-length
/// integers; days, filings and values are differences from their predecessor in the series.
/// </summary>
internal static class SnapshotFormat
{
    public static ReadOnlySpan<byte> Magic => "EDGF"u8;

    /// <summary>
    /// The versions differ in how the payload is compressed: with Brotli in those of earlier releases, with Zstandard since, which is
    /// decompressed in well below half of the time.
    /// </summary>
    public const byte BrotliVersion = 1, Version = 2;

    public const int ChecksumOffset = 5, LengthOffset = 21, PayloadOffset = 25;

    /// <summary>Maximum size of a payload; the largest company has about 3 MB.</summary>
    public const int MaxPayload = 256 * 1024 * 1024;

    /// <summary>Value code: the same as the row before.</summary>
    public const uint SameValue = 0;

    /// <summary>Other value codes are 1 + trailing zeros + this × scale.</summary>
    public const uint ScaleStep = 30;

    /// <summary>Frame codes: none, the frame last seen with this period, or 2 + the frame's position.</summary>
    public const uint NoFrame = 0, SameFrame = 1, FirstFrame = 2;

    /// <summary>
    /// One key for a period, for the table of frames last seen. A <see cref="long"/>'s hash code is one half XOR the other, so the factor
    /// spreads periods of equal length.
    /// </summary>
    public static long PeriodKey(int start, int end) => (long)start * 0x9E37_79B1 + end;
}
