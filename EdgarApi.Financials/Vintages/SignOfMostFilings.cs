using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Vintages;

/// <summary>Corrects the sign of an amount that one filing gives with the wrong sign.</summary>
internal static class SignOfMostFilings
{
    public static readonly RuleDescription Rule = new(
        "sign-of-most-filings",
        "Of an amount that is filed with both signs the sign of most filings counts, of two filings the first one's.",
        "SunEdison: −39.2 and +39.2 million.");

    /// <summary>The row with the sign of most filings; if both signs are equally frequent, with that of the oldest filing.</summary>
    /// <param name="columns">The columns of the rows.</param>
    /// <param name="newest">Which row has precedence.</param>
    /// <param name="rows">The rows of one period.</param>
    /// <param name="start">The period's first day.</param>
    /// <param name="end">The period's last day.</param>
    /// <param name="shown">The row with precedence over the others.</param>
    public static int Correct(FactColumns columns, in NewestVintage newest, VintageRows rows, int start, int end, int shown)
    {
        var value = columns.Value[shown];
        int same = 0, opposite = 0, oldest = -1, newestOpposite = -1;
        foreach (var row in rows)
        {
            var other = columns.Value[row];
            if (other != value && other != -value || value == 0) continue;
            if (other == value) same++;
            else
            {
                opposite++;
                if (newestOpposite < 0 || newest.IsBetter(row, newestOpposite, start, end)) newestOpposite = row;
            }
            if (oldest < 0 || columns.Filing[row] < columns.Filing[oldest]) oldest = row;
        }
        var isSlip = opposite > same || opposite == same && opposite > 0 && columns.Value[oldest] != value;
        return isSlip ? newestOpposite : shown;
    }
}
