using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Checks;
using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Financials.Statements.Values;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements.Quarters;

/// <summary>
/// Finds quarters on one basis with their year. Where each quarter's own value does not add up to the year, values of other filings and
/// concepts may: a table of quarters in the annual report is of continuing operations, or a recast has another concept. Values belong
/// together if they add up to the year, to the half year and to nine months.
/// </summary>
internal sealed class QuartersOfYear(AnswerValues answer, FinancialModel model, MetricDefinition definition)
{
    public static readonly RuleDescription Rule = new(
        "quarters-of-year",
        "Quarters that do not add up to their year give way to other reported ones that do, also to the half year and nine months.",
        "Regulation S-K 302(a), ASC 250-10-45; a table of quarters in an annual report may be of continuing operations.");

    private FactColumns Columns => model.Facts.Columns;

    /// <summary>The four quarters; null if each quarter keeps its own value because they add up or nothing else does.</summary>
    public Candidate[]? Find(FiscalYear year)
    {
        if (definition.Metric is not { IsInstant: false, Unit: UnitKind.Currency } || !definition.HasConcepts) return null;
        if (model.Options.Vintage != Vintage.Latest) return null;
        if (answer.At(year.Period).FromConcepts(definition).Candidate is not { } total) return null;
        var own = new Candidate[4];
        for (var i = 0; i < 4; i++)
        {
            if (year.Quarter(i + 1) is not { } quarter || answer.At(quarter).FromConcepts(definition).Candidate is not { } candidate)
                return null;
            own[i] = candidate;
        }
        return AddUp(total, own) ? null : FindOthers(year, total, own);
    }

    private Candidate[]? FindOthers(FiscalYear year, Candidate total, Candidate[] own)
    {
        var choices = Enumerable.Range(0, 4).Select(i => Choices(year, i + 1, own[i], total)).ToArray();
        return choices.All(choice => choice.Count == 1) ? null : Search(year, total, own, choices, [ToDate(year, 2), ToDate(year, 3)]);
    }

    /// <summary>The combination that adds up with the fewest and newest changes, in later quarters rather than in earlier ones.</summary>
    private Candidate[]? Search(
        FiscalYear year, Candidate total, Candidate[] own, List<Candidate>[] choices, List<Candidate>[] toDate)
    {
        Candidate[]? best = null;
        var fewest = int.MaxValue;
        for (var a = 0; a < choices[0].Count; a++)
        for (var b = 0; b < choices[1].Count; b++)
        {
            if (!IsOnFile(toDate[0], choices[0][a], choices[1][b])) continue;
            for (var c = 0; c < choices[2].Count; c++)
            {
                if (!IsOnFile(toDate[1], choices[0][a], choices[1][b], choices[2][c])) continue;
                for (var d = 0; d < choices[3].Count; d++)
                {
                    Candidate[] tried = [choices[0][a], choices[1][b], choices[2][c], choices[3][d]];
                    if (a + b + c + d < fewest && AddUp(total, tried) && BelongTogether(year, own, tried))
                        (best, fewest) = (tried, a + b + c + d);
                }
            }
        }
        return best;
    }

    /// <summary>
    /// Whether the combination mixes neither concepts nor bases: another concept replaces all quarters or none, and each value has a filing
    /// that does not contradict the other values.
    /// </summary>
    private bool BelongTogether(FiscalYear year, Candidate[] own, Candidate[] tried)
    {
        var series = Array.ConvertAll(tried, GetSeries);
        if (series.Distinct().Count() > 1 && !series.SequenceEqual(own.Select(GetSeries))) return false;
        // A derived value is proven only by the filings of the values beside it.
        var areReported = Array.TrueForAll(tried, candidate => !candidate.IsDerived);
        for (var i = 0; i < 4; i++)
        {
            if (tried[i].IsDerived) continue;
            List<int> rows = areReported ? FindRows(tried[i]) : [tried[i].First.Row];
            if (rows.TrueForAll(row => ContradictsAny(year, row, tried, i))) return false;
        }
        return true;
    }

    private bool ContradictsAny(FiscalYear year, int row, Candidate[] tried, int but)
    {
        for (var i = 0; i < 4; i++)
            if (i != but && Contradicts(year.Quarter(i + 1)!.Value, row, tried[i])) return true;
        return false;
    }

    private int GetSeries(Candidate candidate) => model.Facts.GetSeries(candidate.First.Row);

    /// <summary>Whether the filing of a row has a value for the quarter in the same series that differs from the candidate's.</summary>
    private bool Contradicts(FiscalPeriod quarter, int row, Candidate candidate)
    {
        foreach (var other in model.View.Vintages(model.Facts.GetSeries(row), quarter.Start.DayNumber, quarter.End.DayNumber))
            if (Columns.Filing[other] == Columns.Filing[row])
                return !Restatement.IsSame(Math.Abs(Columns.Value[other]), Math.Abs(candidate.Value));
        return false;
    }

    /// <summary>Whether a filing gives the sum for the year to date; true without such filings.</summary>
    private bool IsOnFile(List<Candidate> toDate, params Candidate[] quarters)
    {
        foreach (var value in toDate)
            if (AddUp(value, quarters)) return true;
        return toDate.Count == 0;
    }

    private List<Candidate> ToDate(FiscalYear year, int quarter)
    {
        var values = new List<Candidate>();
        foreach (var term in definition.Terms) new ConceptFinder(model, definition, term).AddToDate(year, quarter, values);
        return values;
    }

    private bool AddUp(Candidate total, Candidate[] quarters)
    {
        var difference = total.Value;
        foreach (var quarter in quarters) difference -= quarter.Value;
        if (difference == 0) return true;
        var tolerance = Rounding(total);
        foreach (var quarter in quarters) tolerance += Rounding(quarter);
        return Math.Abs(difference) <= tolerance;
    }

    private decimal Rounding(Candidate candidate)
    {
        var rounding = Rounding(candidate.First);
        foreach (var other in candidate.Others) rounding += Rounding(other);
        return rounding;
    }

    private decimal Rounding(CandidateRow row) =>
        new RoundingUnits(model.Precision).GetTolerance(Columns.Filing[row.Row], Columns.Value[row.Row]);

    /// <summary>
    /// The quarter's own value, then reported values of other filings, newest first, then derived ones. A quarter that was restated after
    /// its year has only its own.
    /// </summary>
    private List<Candidate> Choices(FiscalYear year, int quarter, Candidate own, Candidate total)
    {
        var choices = new List<Candidate> { own };
        if (FindFilings(own)[^1] > FindFilings(total)[^1] || year.Quarter(quarter) is not { } period) return choices;
        var others = new List<Candidate>();
        var admitDerived = !own.IsDerived && FindFilings(own).TrueForAll(filing => model.View.Roles[filing] == FilingRole.Annual);
        foreach (var term in definition.Terms)
            new ConceptFinder(model, definition, term).AddAlternatives(period, year, admitDerived, others);
        foreach (var other in others.OrderBy(other => other.IsDerived).ThenByDescending(other => other.Filing(model)))
            if (!choices.Exists(known => known.Value == other.Value)) choices.Add(other);
        return choices;
    }

    /// <summary>The filings that give a candidate's value.</summary>
    private List<int> FindFilings(Candidate candidate) => FindRows(candidate).ConvertAll(row => (int)Columns.Filing[row]);

    private List<int> FindRows(Candidate candidate)
    {
        var (columns, row) = (Columns, candidate.First.Row);
        var rows = new List<int>();
        foreach (var other in model.View.Vintages(model.Facts.GetSeries(row), columns.Start[row], columns.End[row]))
            if (columns.Value[other] == columns.Value[row]) rows.Add(other);
        return rows;
    }
}
