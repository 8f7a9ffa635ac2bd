using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class NotesOfFinance : ValueRule
{
    private readonly string[] _totals;
    private readonly string[][] _kinds;

    public NotesOfFinance() : base(
        "notes-of-finance",
        "Without a total, long-term debt of a bank or insurer is its unsecured debt, or the sum of senior, subordinated and junior notes.",
        "Regulation S-X 9-03.16, 7-03.16; Goldman Sachs' unsecured long-term borrowings, Atlantic American's junior subordinated notes.")
    {
        _totals = Concepts("totals");
        _kinds = [Concepts("senior"), Concepts("subordinated"), Concepts("junior")];
    }

    public override MetricValue? Find(in RuleContext context, MetricValue? reported)
    {
        if (!context.Model.Families.Overlaps(Families)) return null;
        if (FindFirst(context, _totals) is { } total) return total;
        var notes = new List<MetricValue>();
        foreach (var kind in _kinds)
            if (FindFirst(context, kind) is { } note) notes.Add(note);
        return notes switch
        {
            [] => null,
            [var only] => only,
            _ => Derivations.Sum(
                context.Definition, context.Period, notes, string.Join(" + ", notes.Select(note => note.Source!.Concept))),
        };
    }

    private static readonly string[] Families = [BankBridge.Family, "insurer"];

    private static MetricValue? FindFirst(in RuleContext context, string[] concepts)
    {
        foreach (var concept in concepts)
            if (context.FromConcept(concept) is { Value: not null } value) return value;
        return null;
    }
}
