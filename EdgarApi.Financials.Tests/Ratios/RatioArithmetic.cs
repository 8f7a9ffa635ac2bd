using System.Data;
using System.Globalization;
using System.Text.RegularExpressions;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Ratios;

namespace EdgarApi.Financials.Tests.Ratios;

/// <summary>Evaluates a ratio's formula as a client would, from its text and operands.</summary>
internal static partial class RatioArithmetic
{
    public static double Compute(string formula, FiscalPeriod shown, IReadOnlyList<RatioOperand> operands)
    {
        if (Rate().Match(formula) is { Success: true } rate)
        {
            var years = int.Parse(rate.Groups["years"].Value, CultureInfo.InvariantCulture);
            return Math.Pow(Compute(rate.Groups["base"].Value, shown, operands), 1.0 / years) - 1;
        }

        var averaged = Average().Replace(formula, average =>
            $"((({Fill(average.Groups["balance"].Value, false)}) + ({Fill(average.Groups["balance"].Value, true)})) / 2.0)");
        return Calculate(Fill(averaged, isEarlier: false));

        string Fill(string text, bool isEarlier) => Name().Replace(text, name =>
        {
            var value = GetValue(name.Groups["metric"].Value, isEarlier || name.Groups["earlier"].Success);
            return $"({value.ToString("0.0###############", CultureInfo.InvariantCulture)})";
        });

        // A balance is dated at the end of this period or of the previous one. A metric that is not an operand was not reported.
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
