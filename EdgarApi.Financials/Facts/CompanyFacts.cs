using System.Text;
using EdgarApi.Financials.Companies;

namespace EdgarApi.Financials.Facts;

/// <summary>
/// All XBRL facts that the SEC has of one company, as sorted, immutable columns. A series is one concept in one unit. Its facts are
/// contiguous, ordered by end, start and filing, so that the vintages of one fact are neighbors, oldest first.
/// </summary>
public sealed partial class CompanyFacts
{
    internal CompanyFacts(
        Cik cik, string entityName, FactConcept[] concepts, FactSeries[] series, FactFiling[] filings, string[] frames, FactColumns columns)
    {
        (Cik, EntityName, Concepts, Series, Filings, Frames, Columns) = (cik, entityName, concepts, series, filings, frames, columns);
        SeriesIndex = new SeriesIndex(this);
        FirstFiled = filings.Length > 0 ? filings[0].Filed : null;
        LastFiled = filings.Length > 0 ? filings[^1].Filed : null;
        SizeInBytes = MeasureSize();
    }

    /// <summary>The filer.</summary>
    public Cik Cik { get; }

    /// <summary>The name in the facts file; it may be a co-registrant's, so prefer the profile's.</summary>
    public string EntityName { get; }

    /// <summary>
    /// Standard Industrial Classification code of the filer, four digits; null if unknown. It decides which families of lines the filer
    /// has.
    /// </summary>
    public string? Sic { get; private set; }

    /// <summary>Number of facts, every vintage counted.</summary>
    public int Count => Columns.Value.Length;

    /// <summary>Number of filings that have facts.</summary>
    public int FilingCount => Filings.Length;

    /// <summary>Bytes that the decoded columns take in memory, for caches that evict by size.</summary>
    public long SizeInBytes { get; }

    /// <summary>Day of the newest filing among the facts; null without facts.</summary>
    public DateOnly? LastFiled { get; }

    /// <summary>Day of the oldest filing with facts; null without facts.</summary>
    public DateOnly? FirstFiled { get; }

    /// <summary>Concepts in ordinal order of taxonomy and name.</summary>
    internal FactConcept[] Concepts { get; }

    /// <summary>Series by concept and unit.</summary>
    internal FactSeries[] Series { get; }

    /// <summary>Filings, oldest first, by accession within a day.</summary>
    internal FactFiling[] Filings { get; }

    /// <summary>Frame names, ordinally.</summary>
    internal string[] Frames { get; }

    internal FactColumns Columns { get; }

    internal SeriesIndex SeriesIndex { get; }

    /// <summary>
    /// Models already built, by vintage and share basis. They are pure functions of the facts, so a lost race only repeats work.
    /// </summary>
    internal Statements.FinancialModel?[] Models { get; } = new Statements.FinancialModel?[4];

    /// <summary>Reads the SEC's <c>companyfacts</c> JSON.</summary>
    /// <param name="utf8Json">The document.</param>
    /// <param name="sic">The filer's <see cref="Sic"/>, which is not in the document.</param>
    /// <exception cref="CompanyFactsFormatException">The JSON is malformed; the message says where and why.</exception>
    public static CompanyFacts Parse(ReadOnlySpan<byte> utf8Json, string? sic = null) =>
        CompanyFactsParser.Parse(utf8Json).WithSic(sic);

    /// <summary>The compact binary form: versioned, compressed, checksummed, exact.</summary>
    public byte[] ToSnapshot() => SnapshotWriter.Write(this);

    /// <summary>Reads what <see cref="ToSnapshot"/> wrote.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="sic">The filer's <see cref="Sic"/>, which is not in the snapshot.</param>
    /// <exception cref="CompanyFactsFormatException">The snapshot is damaged or has an unknown version.</exception>
    public static CompanyFacts FromSnapshot(ReadOnlySpan<byte> snapshot, string? sic = null) => SnapshotReader.Read(snapshot).WithSic(sic);

    private CompanyFacts WithSic(string? sic)
    {
        Sic = sic;
        return this;
    }

    /// <summary>The number of facts on file at the end of a day, and the filing day of the newest one.</summary>
    internal (int Count, DateOnly? LastFiled) OnFile(DateOnly day)
    {
        var filings = Array.FindLastIndex(Filings, filing => filing.Filed <= day) + 1;
        return (Columns.Filing.Count(filing => filing < filings), filings > 0 ? Filings[filings - 1].Filed : null);
    }

    /// <summary>The concept of the fact at a position of the columns.</summary>
    internal FactConcept GetConcept(int row) => Concepts[Series[GetSeries(row)].Concept];

    /// <summary>The fact at a position of the columns.</summary>
    internal ReportedFact At(int row)
    {
        var series = Series[GetSeries(row)];
        var concept = Concepts[series.Concept];
        var filing = Filings[Columns.Filing[row]];
        var frame = Columns.Frame[row];
        return new ReportedFact(
            concept.Taxonomy, concept.Name, concept.Label, series.Unit, GetPeriod(row), Columns.Value[row], filing.AccessionText,
            filing.Form,
            filing.Filed, filing.FiscalYear, filing.FiscalPeriod, frame == 0 ? null : Frames[frame - 1]);
    }

    internal FactPeriod GetPeriod(int row) => new(
        Columns.Start[row] == FactColumns.Instant ? null : DateOnly.FromDayNumber(Columns.Start[row]),
        DateOnly.FromDayNumber(Columns.End[row]));

    internal int GetSeries(int row)
    {
        int low = 0, high = Series.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Series[middle].First <= row) low = middle;
            else high = middle - 1;
        }
        return low;
    }

    private long MeasureSize()
    {
        const int stringOverhead = 24;
        long size = Columns.SizeInBytes + Series.Length * 32L + Filings.Length * 48L;
        foreach (var concept in Concepts) size += 48 + 2 * stringOverhead + 2L * concept.QualifiedName.Length + concept.LabelBytes;
        return size;
    }
}

/// <summary>
/// One element of a taxonomy. A snapshot has hundreds and a response shows few, so the label is decoded on first use.
/// </summary>
internal sealed class FactConcept(string taxonomy, string qualifiedName, byte[]? utf8Label)
{
    public FactConcept(string taxonomy, ReadOnlySpan<byte> utf8Name, byte[]? utf8Label)
        : this(taxonomy, Qualify(taxonomy, utf8Name), utf8Label)
    {
    }

    public FactConcept(string taxonomy, string name) : this(taxonomy, $"{taxonomy}:{name}", utf8Label: null)
    {
    }

    public string Taxonomy => taxonomy;

    /// <summary>Taxonomy and name, as in <c>us-gaap:Assets</c>.</summary>
    public string QualifiedName => qualifiedName;

    public string Name => field ??= NameText.ToString();

    /// <summary><see cref="Name"/> without a string of its own.</summary>
    public ReadOnlySpan<char> NameText => qualifiedName.AsSpan(taxonomy.Length + 1);

    public string? Label => utf8Label is null ? null : field ??= Encoding.UTF8.GetString(utf8Label);

    public int LabelBytes => utf8Label?.Length ?? 0;

    public FactConcept WithLabel(byte[]? label) => new(taxonomy, qualifiedName, label);

    private static string Qualify(string taxonomy, ReadOnlySpan<byte> utf8Name) => string.Create(
        taxonomy.Length + 1 + Encoding.UTF8.GetCharCount(utf8Name), new Parts(taxonomy, utf8Name),
        static (text, parts) =>
        {
            parts.Taxonomy.CopyTo(text);
            text[parts.Taxonomy.Length] = ':';
            Encoding.UTF8.GetChars(parts.Utf8Name, text[(parts.Taxonomy.Length + 1)..]);
        });

    private readonly ref struct Parts(string taxonomy, ReadOnlySpan<byte> utf8Name)
    {
        public readonly string Taxonomy = taxonomy;
        public readonly ReadOnlySpan<byte> Utf8Name = utf8Name;
    }
}

/// <summary>One concept in one unit, with the positions of its facts in the columns.</summary>
internal readonly record struct FactSeries(int Concept, string Unit, int First, int Count)
{
    public int End => First + Count;
}

/// <summary>A filing that facts came from; <c>fy</c> and <c>fp</c> are its own tags.</summary>
internal sealed record FactFiling(Accession Accession, string Form, DateOnly Filed, int? FiscalYear, string? FiscalPeriod)
{
    public string AccessionText => field ??= Accession.ToString();
}

/// <summary>The columns. Position i of each column belongs to one fact.</summary>
internal sealed class FactColumns(
    int[] start, int[] end, decimal[] value, ushort[] filing, Lazy<ushort[]> frame, byte[]? trailingZeros = null)
{
    /// <summary>The value of <see cref="Start"/> for an instant.</summary>
    public const int Instant = -1;

    /// <summary>Day number of the first day, or <see cref="Instant"/>.</summary>
    public readonly int[] Start = start;

    /// <summary>Day number of the last day, or of the instant.</summary>
    public readonly int[] End = end;

    public readonly decimal[] Value = value;

    /// <summary>
    /// Zeros at the end of each number (<see cref="Facts.TrailingZeros.Count(decimal)"/>). A snapshot gives them, otherwise they are
    /// counted on first use.
    /// </summary>
    public byte[] TrailingZeros { get => field ??= Array.ConvertAll(Value, Facts.TrailingZeros.Count); } = trailingZeros;

    /// <summary>Position in <see cref="CompanyFacts.Filings"/>.</summary>
    public readonly ushort[] Filing = filing;

    /// <summary>
    /// Position in <see cref="CompanyFacts.Frames"/> plus one; 0 without a frame. Decoded on first use: only lists of facts show frames.
    /// </summary>
    public ushort[] Frame => frame.Value;

    /// <summary>Includes a byte per row for encoded frames and one for <see cref="TrailingZeros"/>.</summary>
    public long SizeInBytes => Value.Length * (long)(sizeof(int) * 2 + sizeof(decimal) + sizeof(ushort) * 2 + 2);
}
