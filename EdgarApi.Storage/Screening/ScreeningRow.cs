using System.Collections.Frozen;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;
using EdgarApi.Storage.Metrics;

namespace EdgarApi.Storage.Screening;

/// <summary>A row of <c>screening_rows</c> without the CIK.</summary>
/// <param name="Period">Stored key of the period.</param>
/// <param name="Frequency">Name of the frequency whose values these are.</param>
/// <param name="Fiscal">The company's own period.</param>
/// <param name="Currency">The company's reporting currency.</param>
/// <param name="Packed">The values (<see cref="PackedValues"/>).</param>
internal sealed record ScreeningRow(string Period, string Frequency, FiscalPeriod Fiscal, string Currency, byte[] Packed)
{
    /// <summary>Changes when rows are computed differently from the same values, so that every company is ingested again.</summary>
    public const int Layout = 1;

    private static readonly FrozenSet<string> Balances =
        MetricCatalog.All.Where(metric => metric.IsInstant).Select(metric => metric.Id).ToFrozenSet(StringComparer.Ordinal);

    private static readonly string Annual = Financials.Statements.Frequency.Annual.ToName();
    private static readonly string Quarterly = Financials.Statements.Frequency.Quarterly.ToName();
    private static readonly string TwelveMonths = Financials.Statements.Frequency.Ttm.ToName();

    /// <summary>Computes the rows of a company from its metric values; the ratios are those of the same periods.</summary>
    public static IReadOnlyList<ScreeningRow> Compute(CompanyValues company, IReadOnlyList<MetricValueRow> values)
    {
        var periods = Group(values);
        AddRatios(company, periods);
        var (annual, quarterly, trailing) = (
            GetFlows(periods, Annual), GetFlows(periods, Quarterly), GetFlows(periods, TwelveMonths));
        var years = annual.Where(period => period.Fiscal.Kind == FiscalPeriodKind.Year).ToList();
        var balances = periods.Values.Where(period => period.Frequency != TwelveMonths && period.Balances.Count > 0).ToList();
        return
        [
            .. GetNewest(years) is { } year ? (ScreeningRow[])[year.ToRow(ScreeningPeriods.Latest)] : [],
            .. GetNewestBalance(balances) is { } balance
                ? (ScreeningRow[])[balance.ToRow(ScreeningPeriods.LatestBalance, isBalance: true)]
                : [],
            // A filer without quarters has its fiscal year as the newest twelve months.
            .. GetNewest([.. trailing, .. years]) is { } months ? (ScreeningRow[])[months.ToRow(ScreeningPeriods.TwelveMonths)] : [],
            .. Align(annual.Where(period => CalendarPeriod.From(period.Fiscal) is { Quarter: 0 }), isBalance: false),
            .. Align(quarterly.Where(period => CalendarPeriod.From(period.Fiscal) is { Quarter: > 0 }), isBalance: false),
            .. Align(balances, isBalance: true),
        ];
    }

    /// <summary>Hash of a company's rows.</summary>
    public static byte[] ComputeHash(IReadOnlyList<ScreeningRow> rows)
    {
        var hash = new XxHash128();
        foreach (var row in rows)
        {
            hash.Append(Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Period}\t{row.Frequency}\t{row.Fiscal.Key}\t{row.Fiscal.Start:O}\t{row.Fiscal.End:O}\t{row.Currency}\n")));
            hash.Append(row.Packed);
        }

        return hash.GetHashAndReset();
    }

    private static Dictionary<(string Frequency, FiscalPeriod Fiscal), PeriodRow> Group(IReadOnlyList<MetricValueRow> values)
    {
        var periods = new Dictionary<(string, FiscalPeriod), PeriodRow>();
        foreach (var row in values)
        {
            if (row.Value is not { } value) continue;
            if (!periods.TryGetValue((row.Frequency, row.Period), out var period))
                periods.Add((row.Frequency, row.Period), period = new PeriodRow(row.Frequency, row.Period, row.Currency));
            (Balances.Contains(row.Metric) ? period.Balances : period.Flows).Add(row.Metric, value);
        }

        return periods;
    }

    private static void AddRatios(CompanyValues company, Dictionary<(string, FiscalPeriod), PeriodRow> periods)
    {
        foreach (var frequency in Enum.GetValues<Frequency>())
        {
            var built = company.BuildRatios(frequency, MetricValueRow.MaxPeriods);
            for (var i = 0; i < built.Periods.Count; i++)
            {
                if (!periods.TryGetValue((frequency.ToName(), built.Periods[i]), out var period)) continue;
                foreach (var line in built.Ratios)
                    if (line.Values[i].Value is { } value) period.Ratios.Add(line.Ratio.Id, value);
            }
        }
    }

    /// <summary>Gets the periods with flows; a balance at its end does not make one.</summary>
    private static List<PeriodRow> GetFlows(Dictionary<(string, FiscalPeriod), PeriodRow> periods, string frequency) =>
        [.. periods.Values.Where(period => period.Frequency == frequency && period.Flows.Count > 0)];

    /// <summary>Gets the period that ends last, the first of several.</summary>
    private static PeriodRow? GetNewest(IReadOnlyList<PeriodRow> periods) => periods.MaxBy(period => period.Fiscal.End);

    /// <summary>Gets the newest balance sheet. A number of shares alone does not make one.</summary>
    private static PeriodRow? GetNewestBalance(IReadOnlyList<PeriodRow> balances) =>
        GetNewest([.. balances.Where(period => period.Balances.ContainsKey("Assets"))]) ?? GetNewest(balances);

    /// <summary>Assigns periods to calendar periods; of several in one, the one that ends nearest to it counts.</summary>
    private static IEnumerable<ScreeningRow> Align(IEnumerable<PeriodRow> periods, bool isBalance) => periods
        .GroupBy(period => isBalance ? CalendarPeriod.FromInstant(period.Fiscal.End) : CalendarPeriod.From(period.Fiscal)!.Value)
        .OrderBy(group => group.Key.Ordinal)
        .Select(group => group.MinBy(period => (group.Key.GetDistance(period.Fiscal.End), period.Frequency != Quarterly))!
            .ToRow(isBalance ? group.Key.InstantKey : group.Key.Key, isBalance));

    /// <summary>The values of a company's period.</summary>
    private sealed record PeriodRow(string Frequency, FiscalPeriod Fiscal, string Currency)
    {
        public Dictionary<string, decimal> Flows { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, decimal> Balances { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, decimal> Ratios { get; } = new(StringComparer.Ordinal);

        /// <summary>
        /// A row with the balances only, or with everything. The newest year leaves its balances to the newest balance sheet.
        /// </summary>
        public ScreeningRow ToRow(string period, bool isBalance = false) => new(
            period, Frequency, Fiscal, Currency, PackedValues.Pack(
                isBalance ? Balances : period == ScreeningPeriods.Latest ? Flows.Concat(Ratios) : Flows.Concat(Balances).Concat(Ratios)));
    }
}
