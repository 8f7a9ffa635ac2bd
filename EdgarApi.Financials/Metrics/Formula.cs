using System.Collections.Concurrent;
using System.Text;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Metrics;

/// <summary>A sum of terms, or the quotient of two.</summary>
internal sealed record Formula(FormulaTerm[] Terms, bool IsQuotient)
{
    private const string Reported = ".reported";

    /// <summary>Descriptions by the terms that are present, for a formula of metrics only.</summary>
    private readonly ConcurrentDictionary<int, string> _descriptions = new();

    private readonly bool _hasConcepts = Array.Exists(Terms, term => term.Metric is null);

    /// <summary>The metrics among the terms.</summary>
    public IEnumerable<MetricInput> Inputs => Terms.Select(term => term.Metric).OfType<MetricInput>();

    public static Formula Parse(string text)
    {
        var terms = new List<FormulaTerm>();
        var sign = 1;
        var quotient = false;
        foreach (var token in text.Split(' '))
        {
            if (token is "+" or "-" or "/")
            {
                sign = token == "-" ? -1 : 1;
                quotient |= token == "/";
                continue;
            }
            terms.Add(ParseTerm(token, sign));
        }
        return new Formula([.. terms], quotient);
    }

    /// <summary>What was done. Terms that are missing are left out.</summary>
    /// <param name="present">A bit for each term with a value, the first term's the lowest.</param>
    /// <param name="operands">The sources of these terms.</param>
    public string Describe(int present, Source[] operands)
    {
        if (_hasConcepts) return DescribeTerms(present, operands);
        if (!_descriptions.TryGetValue(present, out var text)) text = _descriptions[present] = DescribeTerms(present, operands);
        return text;
    }

    private string DescribeTerms(int present, Source[] operands)
    {
        var text = new StringBuilder();
        for (int i = 0, place = 0; i < Terms.Length; i++)
        {
            if ((present & 1 << i) == 0) continue;
            var isSubtracted = Terms[i].Sign < 0;
            text.Append(place == 0 ? isSubtracted ? "−" : "" : IsQuotient ? " ÷ " : isSubtracted ? " − " : " + ");
            text.Append(Terms[i].Metric?.Metric ?? operands[place].Concept);
            place++;
        }
        return text.ToString();
    }

    private static FormulaTerm ParseTerm(string token, int sign)
    {
        var name = token.TrimEnd('?');
        var isOptional = token.EndsWith('?');
        if (name.Contains(':', StringComparison.Ordinal)) return new FormulaTerm(null, name.Split('|'), sign, isOptional);
        return name.EndsWith(Reported, StringComparison.Ordinal)
            ? new FormulaTerm(MetricInput.CreateReported(name[..^Reported.Length]), [], sign, isOptional)
            : new FormulaTerm(MetricInput.Create(name), [], sign, isOptional);
    }
}

/// <summary>A term of a formula.</summary>
/// <param name="Metric">The metric; null for concepts.</param>
/// <param name="Concepts">Concepts; the first one with a value counts. Empty for a metric.</param>
/// <param name="Sign">1, or -1 for what is subtracted.</param>
/// <param name="IsOptional">Whether it may be missing.</param>
internal sealed record FormulaTerm(MetricInput? Metric, string[] Concepts, int Sign, bool IsOptional);
