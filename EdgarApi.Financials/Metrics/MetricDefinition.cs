using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Metrics;

/// <summary>A metric with the rules that find its value, as compiled from the catalog.</summary>
internal sealed class MetricDefinition
{
    public required Metric Metric { get; init; }

    /// <summary>Position in the catalog.</summary>
    public required int Index { get; init; }

    public required ConceptTerm[][] Tiers { get; init; }
    public required Formula[] Formulas { get; init; }
    public required bool PickLargest { get; init; }
    public required bool Nonnegative { get; init; }
    public required bool ClosesGap { get; init; }
    public required bool IfAny { get; init; }
    public required string? Cover { get; init; }

    public required string? Family { get; init; }

    /// <summary>Whether the concepts of a tier are one measure under changing names: vintages of one are vintages of the other.</summary>
    public required bool[] IsOneMeasure { get; init; }

    public static MetricDefinition From(MetricRow row, int index, string[] ids)
    {
        var tiers = row.Concepts.Select(tier => tier.Split(['|', '='], StringSplitOptions.TrimEntries).Select(ConceptTerm.Parse).ToArray()).ToArray();
        var formulas = row.Formulas.Select(text => Formula.Parse(text, ids)).ToArray();
        StatementKind? statement = row.Statement is null ? null : Enum.Parse<StatementKind>(row.Statement, ignoreCase: true);
        var concepts = tiers.SelectMany(tier => tier).Select(term => term.Concept)
            .Concat(row.Cover is null ? [] : [row.Cover])
            .Concat(formulas.SelectMany(f => f.Terms).SelectMany(t => t.Concepts)).Distinct();
        var metric = new Metric(
            row.Id, row.Label, Enum.Parse<UnitKind>(row.Unit, ignoreCase: true), row.Instant ?? statement == StatementKind.Balance, statement,
            row.Definition, row.Level, row.Total, row.Essential, [.. concepts]);
        return new MetricDefinition
        {
            Metric = metric, Index = index, Tiers = tiers, IsOneMeasure = [.. row.Concepts.Select(tier => tier.Contains('=', StringComparison.Ordinal))], Formulas = formulas, PickLargest = row.Pick == "largest", Nonnegative = row.Nonnegative, ClosesGap = row.Closes, IfAny = row.IfAny,
            Cover = row.Cover, Family = row.Family,
        };
    }
}

/// <summary>A concept and whether its sign is turned.</summary>
internal readonly record struct ConceptTerm(string Concept, int Sign)
{
    public static ConceptTerm Parse(string text) => text.StartsWith('-') ? new(text[1..], -1) : new(text, 1);
}

/// <summary>A sum of terms, or the quotient of two.</summary>
internal sealed record Formula(string Text, FormulaTerm[] Terms, bool IsQuotient)
{
    public static Formula Parse(string text, string[] metricIds)
    {
        var tokens = text.Split(' ');
        var terms = new List<FormulaTerm>();
        var sign = 1;
        var quotient = false;
        foreach (var token in tokens)
        {
            if (token is "+" or "-" or "/")
            {
                sign = token == "-" ? -1 : 1;
                quotient |= token == "/";
                continue;
            }
            var name = token.TrimEnd('?');
            var metric = Array.IndexOf(metricIds, name);
            if (metric < 0 && !name.Split('|').All(concept => concept.Contains(':', StringComparison.Ordinal))) throw new FormatException($"The formula '{text}' names '{name}', which is no metric.");
            terms.Add(new FormulaTerm(name, metric, sign, token.EndsWith('?')));
        }
        return new Formula(text.Replace("?", "", StringComparison.Ordinal).Replace(" - ", " − ", StringComparison.Ordinal), [.. terms], quotient);
    }
}

/// <summary>A term: a metric (its position in the catalog) or, with -1, a concept; <c>a|b</c> is the first of them that has a value.</summary>
internal readonly record struct FormulaTerm(string Name, int Metric, int Sign, bool IsOptional)
{
    public string[] Concepts { get; } = Metric < 0 ? Name.Split('|') : [];
}
