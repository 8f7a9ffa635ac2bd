using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class OilAndOtherProperty : ValueRule
{
    private readonly string[] _oil;
    private readonly string _other;

    public OilAndOtherProperty() : base(
        "oil-and-other-property",
        "Capital expenditures without a total are those for oil and gas property plus those for other property of the same filing.",
        "ASC 230-10-45-13; EOG's cash flow statement has 3,177 million for oil and gas property and 326 for other property.") =>
        (_oil, _other) = (Concepts("oil"), Concept("other"));

    public override MetricValue? Find(in RuleContext context, MetricValue? reported)
    {
        if (reported is not { Source: { } source } oil || Array.IndexOf(_oil, source.Concept) < 0) return null;
        if (context.FromConcept(_other) is not { Value: not null, Source: { } otherSource } other) return null;
        if (otherSource.Accession != source.Accession) return null;
        // The concept's own sign is positive, the metric's is negative.
        return Derivations.Create(
            context.Definition, context.Period, oil.Value!.Value - other.Value.Value, $"{source.Concept} + {otherSource.Concept}",
            [new Operand(oil), new Operand(other, -1)]);
    }
}
