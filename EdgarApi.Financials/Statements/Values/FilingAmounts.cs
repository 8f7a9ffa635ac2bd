using EdgarApi.Financials.Facts;

namespace EdgarApi.Financials.Statements.Values;

/// <summary>The amounts that one filing gives for one period, whatever other filings say.</summary>
/// <param name="model">The company.</param>
/// <param name="filing">Position of the filing.</param>
/// <param name="start">Day number of the first day, or <see cref="FactColumns.Instant"/>.</param>
/// <param name="end">Day number of the last day.</param>
internal readonly struct FilingAmounts(FinancialModel model, int filing, int start, int end)
{
    /// <summary>The amounts that the filing of a row gives for the row's period.</summary>
    public static FilingAmounts Beside(FinancialModel model, int row)
    {
        var columns = model.Facts.Columns;
        return new FilingAmounts(model, columns.Filing[row], columns.Start[row], columns.End[row]);
    }

    /// <summary>The unit to which the filing rounds its amounts.</summary>
    public decimal Unit => model.Precision.GetUnit(filing);

    /// <summary>Whether two amounts that the filing's own amounts make are equal within its rounding.</summary>
    public bool AreEqual(decimal sum, decimal total) => Math.Abs(sum - total) <= Thresholds.UnitsOfSum * Unit;

    /// <summary>The filing's amount under a concept; null if missing.</summary>
    public decimal? Find(string concept)
    {
        var series = model.Index.Find(concept, model.Currency);
        if (series < 0) return null;
        var row = model.View.FindIn(filing, series, start, end);
        return row < 0 ? null : model.View.IsTurned(row) ? -model.Facts.Columns.Value[row] : model.Facts.Columns.Value[row];
    }

    /// <summary>The filing's amount under the first of several concepts that it has.</summary>
    public decimal? FindFirst(string[] concepts)
    {
        foreach (var concept in concepts)
            if (Find(concept) is { } amount) return amount;
        return null;
    }

    /// <summary>The filing's amounts under all of several concepts that it has.</summary>
    public List<decimal> FindAll(string[] concepts)
    {
        var amounts = new List<decimal>();
        foreach (var concept in concepts)
            if (Find(concept) is { } amount) amounts.Add(amount);
        return amounts;
    }
}
