using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Splits;
using EdgarApi.Financials.Statements.Quarters;
using EdgarApi.Financials.Statements.Values;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements;

/// <summary>
/// What all statements, series and ratios of a company share: the facts that count, the fiscal calendar, the reporting currency and
/// the share basis.
/// </summary>
internal sealed class FinancialModel
{
    private readonly string _perShare;
    private readonly HashSet<int>?[] _parts = new HashSet<int>?[MetricCatalog.All.Count];
    private readonly ConceptTier[]?[] _tiers = new ConceptTier[MetricCatalog.All.Count][];

    private readonly Dictionary<int, QuarterFindings> _findings = [];

    private FinancialModel(CompanyFacts facts, StatementOptions options)
    {
        Options = options;
        View = new FactView(facts, options.AsOf, options.Vintage);
        Index = facts.SeriesIndex;
        Calendar = FiscalCalendarBuilder.Build(View);
        Families = FilerFamily.Classify(View);
        Currency = View.Currency;
        _perShare = Currency + "/shares";
        ShareScale = ShareScale.Find(View, Index, Currency);
        Splits = SplitHistory.Find(View, Index, Currency, ShareScale);
        AlternatingConcepts = new AlternatingConcepts(this);
        foreach (var year in Calendar.Years)
            if (year is { IsReported: true, IsTransition: false }) _findings.TryAdd(year.Label, new QuarterFindings(this, year));
    }

    public StatementOptions Options { get; }
    public FactView View { get; }
    public CompanyFacts Facts => View.Facts;
    public SeriesIndex Index { get; }
    public CompanyCalendar Calendar { get; }

    /// <summary>The families whose lines this filer has.</summary>
    public HashSet<string> Families { get; }

    /// <summary>ISO 4217 code; empty if no amount was reported.</summary>
    public string Currency { get; }

    public SplitHistory Splits { get; }

    /// <summary>Filings whose weighted share counts were tagged unscaled, or scaled twice.</summary>
    public ShareScale ShareScale { get; }

    /// <summary>Equivalent concepts that are not totals of each other.</summary>
    public AlternatingConcepts AlternatingConcepts { get; }

    /// <summary>The unit to which each filing rounds its amounts.</summary>
    public FilingPrecision Precision => View.Precision;

    /// <summary>Rows that do not count for a metric: tables that give it in parts only. Null without such rows.</summary>
    public HashSet<int>? GetParts(MetricDefinition definition) =>
        definition.Concepts is { LeavesOutTablesOfParts: true } ? _parts[definition.Index] ??= TablesOfParts.Find(this, definition) : null;

    /// <summary>The tiers of a metric's concepts that the company reports, in order of preference.</summary>
    public ConceptTier[] GetTiers(MetricDefinition definition) =>
        _tiers[definition.Index] ??= ConceptTier.Find(this, definition);

    /// <summary>How the quarters of a fiscal year fit the year; null if no annual report covers it.</summary>
    public QuarterFindings? GetFindings(int fiscalYear) => _findings.GetValueOrDefault(fiscalYear);

    /// <summary>
    /// Whether the metric may have a value in some period. If not, its stages need not run: most filers lack most rare lines.
    /// </summary>
    public bool MayHave(MetricDefinition definition) => !definition.NeedsConcepts || GetTiers(definition).Length > 0;

    /// <summary>The model for the options. Models without a date are kept with the facts.</summary>
    public static FinancialModel GetOrBuild(CompanyFacts facts, StatementOptions options)
    {
        if (options.AsOf is not null) return new FinancialModel(facts, options);
        ref var kept = ref facts.Models[(options.Vintage == Vintage.Latest ? 0 : 2) + (options.Adjusted ? 0 : 1)];
        return Volatile.Read(ref kept) ?? (kept = new FinancialModel(facts, options));
    }

    /// <summary>The unit in which the company reports a metric.</summary>
    public string GetUnit(Metric metric) => metric.Unit switch
    {
        UnitKind.Currency => Currency,
        UnitKind.PerShare => _perShare,
        UnitKind.Shares => "shares",
        _ => "pure",
    };

    /// <summary>
    /// The series of a concept in the metric's unit, and that of per-share figures without a currency; -1 if missing. The first is there if
    /// one is.
    /// </summary>
    public (int First, int Second) FindSeries(string concept, Metric metric)
    {
        var series = Index.Find(concept, GetUnit(metric));
        if (metric.Unit != UnitKind.PerShare) return (series, -1);
        var bare = UnitlessPerShare.Find(Index, concept);
        return series < 0 ? (bare, -1) : (series, bare);
    }

    /// <summary>The factor that brings a filed number to the requested share basis.</summary>
    public decimal ShareFactor(UnitKind unit, int filing) => !Options.Adjusted ? 1 : unit switch
    {
        UnitKind.Shares => Splits.Factor(filing),
        UnitKind.PerShare => 1 / Splits.Factor(filing),
        _ => 1,
    };
}
