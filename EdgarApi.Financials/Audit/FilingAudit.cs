using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Financials.Statements.Values;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Audit;

/// <summary>What a filing's own amounts say about a value shown: whether they lead to it.</summary>
/// <param name="Measure">One of <see cref="AuditMeasures"/>.</param>
/// <param name="Metric">The metric shown.</param>
/// <param name="Good">Whether the filing agrees.</param>
/// <param name="Detail">What contradicts the value.</param>
internal readonly record struct FilingVerdict(string Measure, string Metric, bool Good, string Detail);

/// <summary>
/// Compares the values of a period with the filings that they come from. Only reported values are compared, because a derived one is of
/// several filings.
/// </summary>
internal sealed class FilingAudit(FinancialModel model, AnswerValues answer)
{
    private static readonly string[] Headlines = ["Revenue", "NetIncome", "OperatingCashFlow"];

    private readonly Dictionary<string, int> _filings = FindFilings(model.Facts);
    private readonly Dictionary<(int, int), bool> _related = [];

    /// <summary>The verdicts that apply to a period.</summary>
    public IEnumerable<FilingVerdict> Audit(FiscalPeriod period)
    {
        var values = answer.At(period);
        if (Find(values["Revenue"]) is { } revenue && RevenueOfGrossProfit.FindSums(revenue.Amounts) is { Count: > 0 } sums)
            yield return new FilingVerdict(
                AuditMeasures.RevenueOfFiling, "Revenue", sums.Exists(sum => revenue.Amounts.AreEqual(sum, revenue.Value)),
                $"{revenue.Value}, cost and gross profit make {string.Join(" or ", sums)}");
        if (Find(values["OperatingIncome"]) is { } operating && PretaxBridge.FindRest(operating.Amounts, operating.Value) is { } rest)
            yield return new FilingVerdict(
                AuditMeasures.OperatingIncomeOfFiling, "OperatingIncome", rest == 0,
                $"{operating.Value}: {rest} more than nonoperating lines lead to income before tax");
        if (Find(values["InterestExpense"]) is { } interest && interest.Amounts.FindFirst(InterestIsAnOutlay.Paid) is > 0 and var paid)
            yield return new FilingVerdict(
                AuditMeasures.InterestSign, "InterestExpense", values["InterestExpense"].Value > 0,
                $"{values["InterestExpense"].Value}, interest paid {paid}");
        if (Find(values["IncomeTax"]) is { } tax && TaxSign.FindPaid(tax.Amounts) is { } taxesPaid
            && TaxSign.IsRight(tax.Amounts, values["IncomeTax"].Value!.Value, taxesPaid) is { } isRight)
            yield return new FilingVerdict(
                AuditMeasures.TaxSign, "IncomeTax", isRight, $"{values["IncomeTax"].Value}, taxes paid {taxesPaid}");
        var filings = Headlines.Select(metric => Find(values[metric])).OfType<(FilingAmounts Amounts, decimal Value, int Filing)>()
            .Select(found => found.Filing).Distinct().ToList();
        if (filings.Count > 1)
            yield return new FilingVerdict(
                AuditMeasures.OneEntity, string.Join(", ", Headlines), filings.TrueForAll(filing => IsRelated(filing, filings)),
                $"{string.Join(", ", filings.Select(filing => model.Facts.Filings[filing].AccessionText))} have no amount in common");
    }

    /// <summary>The filing of a reported value, and what it gives for the value's period; null for a derived or missing one.</summary>
    private (FilingAmounts Amounts, decimal Value, int Filing)? Find(MetricValue value)
    {
        if (value.Source is not { Derivation: null, Start: { } start } source || !_filings.TryGetValue(source.Accession, out var filing))
            return null;
        return (new FilingAmounts(model, filing, start.DayNumber, source.End.DayNumber), source.Value, filing);
    }

    private bool IsRelated(int filing, List<int> filings) => filings.Exists(other => other != filing && ShareAmount(filing, other));

    /// <summary>Whether two filings give one amount for one fact, exactly or to the digits of the coarser one.</summary>
    private bool ShareAmount(int filing, int other)
    {
        var key = filing < other ? (filing, other) : (other, filing);
        if (!_related.TryGetValue(key, out var isRelated)) _related.Add(key, isRelated = FindShared(key.Item1, key.Item2));
        return isRelated;
    }

    private bool FindShared(int filing, int other)
    {
        var columns = model.Facts.Columns;
        var unit = Math.Max(GetUnit(filing), GetUnit(other));
        foreach (var series in model.Facts.Series)
        {
            if (!ReportingCurrency.IsCurrency(series.Unit)) continue;
            for (var row = series.First; row < series.End; row++)
            {
                if (columns.Filing[row] != filing || columns.Value[row] == 0) continue;
                // Vintages of one fact are neighbors, oldest first.
                for (var next = row + 1; next < series.End && columns.End[next] == columns.End[row]; next++)
                    if (columns.Filing[next] == other && columns.Start[next] == columns.Start[row]
                        && AreEqual(columns.Value[row], columns.Value[next], unit)) return true;
            }
        }
        return false;
    }

    /// <summary>Whether amounts are equal to the digits of the coarser filing; one of few digits must be equal exactly.</summary>
    private static bool AreEqual(decimal amount, decimal other, decimal unit) =>
        amount == other || Math.Abs(amount - other) <= unit && Math.Abs(amount) >= unit * Thresholds.LeastUnits;

    private decimal GetUnit(int filing) => model.Precision.GetUnit(filing);

    private static Dictionary<string, int> FindFilings(CompanyFacts facts)
    {
        var filings = new Dictionary<string, int>();
        for (var i = 0; i < facts.Filings.Length; i++) filings.TryAdd(facts.Filings[i].AccessionText, i);
        return filings;
    }
}
