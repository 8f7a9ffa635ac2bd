using EdgarApi.Financials.Companies;

namespace EdgarApi.Financials.Facts;

/// <summary>
/// All XBRL facts that the SEC has of one company: columns, sorted, immutable. A series is one concept in one unit; its facts stand together,
/// ordered by end, start and filing, so that the vintages of one fact are neighbours, oldest first.
/// </summary>
public sealed partial class CompanyFacts
{
    internal CompanyFacts(Cik cik, string entityName, FactConcept[] concepts, FactSeries[] series, FactFiling[] filings, string[] frames, FactColumns columns)
    {
        (Cik, EntityName, Concepts, Series, Filings, Frames, Columns) = (cik, entityName, concepts, series, filings, frames, columns);
        SeriesIndex = new SeriesIndex(this);
        LastFiled = filings.Length > 0 ? filings[^1].Filed : null;
        SizeInBytes = MeasureSize();
    }

    /// <summary>The filer.</summary>
    public Cik Cik { get; }

    /// <summary>The name in the facts file; it may be a co-registrant's, so prefer the profile's.</summary>
    public string EntityName { get; }

    /// <summary>Standard Industrial Classification code of the filer, four digits; null where it is not known. It says which families of lines the filer has.</summary>
    public string? Sic { get; private set; }

    /// <summary>Number of facts, every vintage counted.</summary>
    public int Count => Columns.Value.Length;

    /// <summary>Bytes that the decoded columns take in memory, for caches that evict by size.</summary>
    public long SizeInBytes { get; }

    /// <summary>Day of the newest filing among the facts; null without facts.</summary>
    public DateOnly? LastFiled { get; }

    /// <summary>Concepts by taxonomy and name, ordinally.</summary>
    internal FactConcept[] Concepts { get; }

    /// <summary>Series by concept and unit.</summary>
    internal FactSeries[] Series { get; }

    /// <summary>Filings, oldest first, by accession within a day.</summary>
    internal FactFiling[] Filings { get; }

    /// <summary>Frame names, ordinally.</summary>
    internal string[] Frames { get; }

    internal FactColumns Columns { get; }

    internal SeriesIndex SeriesIndex { get; }

    /// <summary>Models already built, by vintage and share basis; pure functions of the facts, so that a lost race only repeats work.</summary>
    internal Statements.FinancialModel?[] Models { get; } = new Statements.FinancialModel?[4];

    /// <summary>Reads the SEC's <c>companyfacts</c> JSON.</summary>
    /// <param name="utf8Json">The document.</param>
    /// <param name="sic">The filer's <see cref="Sic"/>, which the document does not tell.</param>
    /// <exception cref="CompanyFactsFormatException">It is not such JSON; the message says where and why.</exception>
    public static CompanyFacts Parse(ReadOnlySpan<byte> utf8Json, string? sic = null) => new CompanyFactsParser().Parse(utf8Json).Of(sic);

    /// <summary>The compact binary form: versioned, compressed, checksummed, exact.</summary>
    public byte[] ToSnapshot() => SnapshotWriter.Write(this);

    /// <summary>Reads what <see cref="ToSnapshot"/> wrote.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="sic">The filer's <see cref="Sic"/>, which the snapshot does not tell.</param>
    /// <exception cref="CompanyFactsFormatException">It is damaged or of a version that is not known.</exception>
    public static CompanyFacts FromSnapshot(ReadOnlySpan<byte> snapshot, string? sic = null) => SnapshotReader.Read(snapshot).Of(sic);

    private CompanyFacts Of(string? sic)
    {
        Sic = sic;
        return this;
    }

    /// <summary>How many facts were on file at the end of a day, and when the newest of them was filed.</summary>
    internal (int Count, DateOnly? LastFiled) OnFile(DateOnly day)
    {
        var filings = Array.FindLastIndex(Filings, filing => filing.Filed <= day) + 1;
        return (Columns.Filing.Count(filing => filing < filings), filings > 0 ? Filings[filings - 1].Filed : null);
    }

    /// <summary>The concept of the fact at a position of the columns.</summary>
    internal FactConcept ConceptOf(int row) => Concepts[Series[SeriesOf(row)].Concept];

    /// <summary>The fact at a position of the columns.</summary>
    internal ReportedFact At(int row)
    {
        var series = Series[SeriesOf(row)];
        var concept = Concepts[series.Concept];
        var filing = Filings[Columns.Filing[row]];
        var frame = Columns.Frame[row];
        return new ReportedFact(
            concept.Taxonomy, concept.Name, concept.Label, series.Unit, PeriodOf(row), Columns.Value[row], filing.AccessionText, filing.Form,
            filing.Filed, filing.FiscalYear, filing.FiscalPeriod, frame == 0 ? null : Frames[frame - 1]);
    }

    internal FactPeriod PeriodOf(int row) => new(
        Columns.Start[row] == FactColumns.Instant ? null : DateOnly.FromDayNumber(Columns.Start[row]), DateOnly.FromDayNumber(Columns.End[row]));

    internal int SeriesOf(int row)
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
        foreach (var concept in Concepts) size += 48 + 2 * stringOverhead + 2L * (concept.Name.Length + (concept.Label?.Length ?? 0));
        return size;
    }
}

/// <summary>One element of a taxonomy.</summary>
internal sealed record FactConcept(string Taxonomy, string Name, string? Label)
{
    public string QualifiedName { get; } = $"{Taxonomy}:{Name}";
}

/// <summary>One concept in one unit, and where its facts stand in the columns.</summary>
internal readonly record struct FactSeries(int Concept, string Unit, int First, int Count)
{
    public int End => First + Count;
}

/// <summary>A filing that facts came from; <c>fy</c> and <c>fp</c> are its own tags.</summary>
internal sealed record FactFiling(Accession Accession, string Form, DateOnly Filed, int? FiscalYear, string? FiscalPeriod)
{
    public string AccessionText { get; } = Accession.ToString();
}

/// <summary>The columns: position i of each belongs to one fact.</summary>
internal sealed class FactColumns(int[] start, int[] end, decimal[] value, ushort[] filing, ushort[] frame)
{
    /// <summary>In <see cref="Start"/>: the fact is an instant.</summary>
    public const int Instant = -1;

    /// <summary>Day number of the first day, or <see cref="Instant"/>.</summary>
    public readonly int[] Start = start;

    /// <summary>Day number of the last day, or of the instant.</summary>
    public readonly int[] End = end;

    public readonly decimal[] Value = value;

    /// <summary>Position in <see cref="CompanyFacts.Filings"/>.</summary>
    public readonly ushort[] Filing = filing;

    /// <summary>Position in <see cref="CompanyFacts.Frames"/> plus one; 0 for none.</summary>
    public readonly ushort[] Frame = frame;

    public long SizeInBytes => Value.Length * (long)(sizeof(int) * 2 + sizeof(decimal) + sizeof(ushort) * 2);
}
