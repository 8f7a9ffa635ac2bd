using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements.Values;

/// <summary>Builds the sources of values.</summary>
internal readonly struct SourceBuilder(FinancialModel model, UnitKind unit)
{
    /// <summary>One row with its factor, and the other vintages of its fact if they differ.</summary>
    public Source Reported(CandidateRow candidate) => Reported(model.View.GetFinest(candidate.Row), candidate.Factor);

    /// <summary>One row as filed, with the other vintages of its fact if they differ.</summary>
    public Source Reported(int row, decimal factor = 1)
    {
        var columns = model.Facts.Columns;
        var series = model.Facts.GetSeries(row);
        var source = Plain(row, series, factor);
        if (unit == UnitKind.Currency && model.View.IsSameInAllVintages(series, row)) return source;
        var vintages = model.View.Vintages(series, columns.Start[row], columns.End[row]);
        List<Source>? others = null;
        var last = Adjusted(row);
        for (var i = vintages.Count - 1; i >= 0; i--)
        {
            var value = Adjusted(vintages[i]);
            if (vintages[i] == row || Same(value, last) && others is null || Same(value, Adjusted(row))
                || unit == UnitKind.Currency && model.View.AreSame(vintages[i], row)) continue;
            if (others is null || !Same(value, last)) (others ??= []).Add(Plain(vintages[i], series));
            last = value;
        }
        return others is null ? source : source with { Restated = true, OtherVintages = others };
    }

    /// <summary>A computed value, dated by its newest operand.</summary>
    public static Source Derived(
        string concept, decimal value, string derivation, IReadOnlyList<Source> operands, DateOnly? start, DateOnly end)
    {
        var (newest, isRestated) = (operands[0], operands[0].Restated);
        for (var i = 1; i < operands.Count; i++)
        {
            if (IsNewer(operands[i], newest)) newest = operands[i];
            isRestated |= operands[i].Restated;
        }
        return new Source
        {
            Concept = concept, Accession = newest.Accession, Form = newest.Form, Filed = newest.Filed, Start = start, End = end,
            Value = value, Derivation = derivation, Operands = operands, Restated = isRestated,
        };
    }

    private static bool IsNewer(Source source, Source other) => source.Filed != other.Filed
        ? source.Filed > other.Filed : Comparer<string>.Default.Compare(source.Accession, other.Accession) > 0;

    private Source Plain(int row, int series, decimal factor = 1)
    {
        var columns = model.Facts.Columns;
        var filing = model.Facts.Filings[columns.Filing[row]];
        var period = model.Facts.GetPeriod(row);
        return new Source
        {
            Concept = model.Facts.Concepts[model.Facts.Series[series].Concept].QualifiedName, Accession = filing.AccessionText,
            Form = filing.Form,
            Filed = filing.Filed, Start = period.Start, End = period.End, Value = columns.Value[row],
            Unit = model.Facts.Series[series].Unit, Factor = factor,
        };
    }

    private decimal Adjusted(int row) => model.Facts.Columns.Value[row] * model.ShareFactor(unit, model.Facts.Columns.Filing[row]);

    private bool Same(decimal a, decimal b) => Restatement.IsSame(a, b)
        || unit is UnitKind.PerShare or UnitKind.Shares && model.Splits.Splits.Count > 0
        && Math.Abs(a - b) <= Thresholds.SplitRounding * Math.Max(Math.Abs(a), Math.Abs(b));
}
