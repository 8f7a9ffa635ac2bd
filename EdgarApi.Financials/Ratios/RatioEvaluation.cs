using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Ratios;

/// <summary>Evaluates one ratio for one period and collects its operands, or the reason why it has no value.</summary>
internal sealed class RatioEvaluation
{
    private const string Unclassified = "banks, insurers and others whose balance sheet is not classified have none";

    private readonly FinancialModel _model;
    private readonly AnswerValues _answer;
    private readonly RatioPeriods _periods;
    private readonly List<RatioOperand> _operands = [];
    private string? _reason;
    private ReasonCode? _reasonCode;

    private RatioEvaluation(FinancialModel model, AnswerValues answer, RatioPeriods periods) =>
        (_model, _answer, _periods) = (model, answer, periods);

    public static RatioValue Evaluate(FinancialModel model, AnswerValues answer, Ratio ratio, FiscalPeriod period)
    {
        if (RatioPeriods.Find(model.Calendar, ratio, period, out var reason) is not { } periods)
            return new RatioValue(null, reason, []) { ReasonCode = ReasonCode.NoTwelveMonths };
        if (ratio.Group == RatioGroup.Liquidity && IsUnclassified(answer.At(period)))
            return new RatioValue(null, $"CurrentAssets and CurrentLiabilities of {period.Key}: not reported ({Unclassified})", [])
            {
                ReasonCode = ReasonCode.UnclassifiedBalanceSheet,
            };
        var evaluation = new RatioEvaluation(model, answer, periods);
        return evaluation.Evaluate(ratio.Term, period) is { } value
            ? new RatioValue(Math.Round(value, Thresholds.RatioDecimals), null, evaluation._operands)
            : new RatioValue(null, evaluation._reason, evaluation._operands) { ReasonCode = evaluation._reasonCode };
    }

    private static bool IsUnclassified(PeriodValues values) =>
        values["CurrentAssets"].Value is null && values["CurrentLiabilities"].Value is null && values["Assets"].Value is not null;

    /// <param name="term">The term.</param>
    /// <param name="balances">The period whose end dates the balances.</param>
    private decimal? Evaluate(RatioTerm term, FiscalPeriod balances) => term switch
    {
        ConstantTerm constant => constant.Value,
        MetricTerm metric => Metric(metric, balances),
        NegativeTerm negative => -Evaluate(negative.Term, balances),
        SumTerm sum => Sum(sum, balances),
        ProductTerm product => Evaluate(product.Left, balances) is { } left ? left * Evaluate(product.Right, balances) : null,
        QuotientTerm quotient => Quotient(quotient, balances),
        AverageTerm average => Average(average),
        RootTerm root => Root(root, balances),
        _ => throw new ArgumentOutOfRangeException(nameof(term), term, "The term has an unknown type."),
    };

    private decimal? Metric(MetricTerm term, FiscalPeriod balances)
    {
        if (GetPeriod(term, balances) is not { } period)
        {
            var years = term.YearsBefore == 1 ? "a year" : $"{term.YearsBefore} years";
            return Refuse($"no period {years} before {_periods.Flows.Key} is on file", ReasonCode.NoEarlierPeriod);
        }
        var value = _answer.At(period).Get(term.Metric);
        if (value.Value is not { } known) return Refuse($"{term.Id} of {period.Key}: {value.Reason}", value.ReasonCode!.Value);
        if (!_operands.Exists(operand => operand.Metric == term.Metric.Metric && operand.Period == period))
            _operands.Add(new RatioOperand(term.Metric.Metric, period, known, value.Source!));
        return known;
    }

    private FiscalPeriod? GetPeriod(MetricTerm term, FiscalPeriod balances) =>
        term.YearsBefore > 0 ? _model.Calendar.Before(_periods.Flows, term.YearsBefore)
            : term.Metric.Metric.IsInstant ? balances : _periods.Flows;

    /// <summary>An optional part that is missing counts as zero.</summary>
    private decimal? Sum(SumTerm sum, FiscalPeriod balances)
    {
        var left = Evaluate(sum.Left, balances);
        if (left is null && !IsOptional(sum.Left)) return null;
        var right = Evaluate(sum.Right, balances);
        if (right is null && !IsOptional(sum.Right)) return null;
        return sum.IsDifference ? (left ?? 0) - (right ?? 0) : (left ?? 0) + (right ?? 0);
    }

    private static bool IsOptional(RatioTerm term) => term is MetricTerm { IsOptional: true };

    private decimal? Quotient(QuotientTerm quotient, FiscalPeriod balances)
    {
        if (Evaluate(quotient.Dividend, balances) is not { } dividend || Evaluate(quotient.Divisor, balances) is not { } divisor)
            return null;
        return divisor > 0 ? dividend / divisor
            : Refuse($"{Name(quotient.Divisor, balances)} is {(divisor < 0 ? "negative" : "zero")}", ReasonCode.DivisorNotPositive);
    }

    /// <summary>The mean of two balances; a ratio to a negative balance has no meaning.</summary>
    private decimal? Average(AverageTerm average)
    {
        if (Evaluate(average.Balance, _periods.Shown) is not { } closing || Evaluate(average.Balance, _periods.Opening) is not { } opening)
            return null;
        if (closing >= 0 && opening >= 0) return (closing + opening) / 2;
        return Refuse($"{Name(average.Balance, closing < 0 ? _periods.Shown : _periods.Opening)} is negative", ReasonCode.NegativeBase);
    }

    private decimal? Root(RootTerm root, FiscalPeriod balances)
    {
        if (Evaluate(root.Term, balances) is not { } value) return null;
        // The divisor of a quotient is positive, so a negative quotient has a negative dividend.
        return value >= 0 ? (decimal)Math.Pow((double)value, 1.0 / root.Degree)
            : Refuse($"{Name(root.Term is QuotientTerm quotient ? quotient.Dividend : root.Term, balances)} is negative",
                ReasonCode.NegativeBase);
    }

    /// <summary>A term with its period.</summary>
    private string Name(RatioTerm term, FiscalPeriod balances) => term switch
    {
        MetricTerm metric => $"{metric.Id} of {GetPeriod(metric, balances)?.Key}",
        AverageTerm => $"{term.Text(ofTwelveMonths: false)} of {_periods.Opening.Key} and {_periods.Shown.Key}",
        _ => $"{term.Text(ofTwelveMonths: false)} of {(HasFlows(term) ? _periods.Flows : balances).Key}",
    };

    private static bool HasFlows(RatioTerm term) => term switch
    {
        MetricTerm metric => !metric.Metric.Metric.IsInstant,
        SumTerm sum => HasFlows(sum.Left) || HasFlows(sum.Right),
        _ => false,
    };

    private decimal? Refuse(string reason, ReasonCode code)
    {
        (_reason, _reasonCode) = (reason, code);
        return null;
    }
}
