using System.Data;
using System.Globalization;
using System.Text.RegularExpressions;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Ratios;

namespace EdgarApi.Financials.Tests.Ratios;

/// <summary>Computes a formula as a reader of the answer would: from its text and the operands shown with it.</summary>
internal static partial class RatioArithmetic
{
    public static double Compute(string formula, FiscalPeriod shown, IReadOnlyList<RatioOperand> operands)
    {
        if (Rate().Match(formula) is { Success: true } rate)
            return Math.Pow(Compute(rate.Groups["base"].Value, shown, operands), 1.0 / int.Parse(rate.Groups["years"].Value, CultureInfo.InvariantCulture)) - 1;
        var averaged = Average().Replace(formula, average =>
            $"((({Fill(average.Groups["balance"].Value, false)}) + ({Fill(average.Groups["balance"].Value, true)})) / 2.0)");
        return Calculate(Fill(averaged, isEarlier: false));

        string Fill(string text, bool isEarlier) => Name().Replace(
            text, name => $"({GetValue(name.Groups["metric"].Value, isEarlier || name.Groups["earlier"].Success).ToString("0.0###############", CultureInfo.InvariantCulture)})");

        // A balance ends with the period shown, or else with the one before; what is not among the operands was not reported and may be missing.
        decimal GetValue(string metric, bool isEarlier) =>
            operands.SingleOrDefault(operand => operand.Metric.Id == metric && operand.Period.End < shown.End == isEarlier)?.Value ?? 0;
    }

    private static double Calculate(string expression)
    {
        using var table = new DataTable { Locale = CultureInfo.InvariantCulture };
        return Convert.ToDouble(
            table.Compute(expression.Replace('÷', '/').Replace('×', '*').Replace('−', '-'), ""), CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^\((?<base>.*)\) \^ \(1 ÷ (?<years>\d)\) − 1$")]
    private static partial Regex Rate();

    [GeneratedRegex(@"average\((?<balance>[^()]*)\)")]
    private static partial Regex Average();

    [GeneratedRegex(@"(TTM )?(?<metric>[A-Z][A-Za-z]+)(?<earlier>\(−\d years?\))?")]
    private static partial Regex Name();
}
