using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Statements.Rules;

/// <summary>A rule as documented.</summary>
/// <param name="Id">Stable id in kebab case.</param>
/// <param name="Reason">One sentence.</param>
/// <param name="Source">The rule of the SEC, the paragraph of a standard, or the trap in real filings with an example.</param>
internal sealed record RuleDescription(string Id, string Reason, string Source);

/// <summary>A rule of the engine that the catalog names by its id.</summary>
internal abstract class EngineRule(string id, string reason, string source)
{
    private readonly List<MetricInput> _inputs = [];

    public RuleDescription Description { get; } = new(id, reason, source);

    /// <summary>The metrics that the rule reads.</summary>
    public IReadOnlyList<MetricInput> Inputs => _inputs;

    /// <summary>Declares that the rule reads a metric of the same period.</summary>
    protected MetricInput Reads(string metric) => Add(MetricInput.Create(metric));

    /// <summary>Declares that the rule reads a metric of the same period, without the metric's own formulas.</summary>
    protected MetricInput ReadsReported(string metric) => Add(MetricInput.CreateReported(metric));

    /// <summary>Declares that the rule reads a metric of other periods only.</summary>
    protected MetricInput ReadsOtherPeriods(string metric) => Add(MetricInput.CreateOfOtherPeriods(metric));

    /// <summary>Declares that the rule reads the value from a metric's concepts, without the metric's rules.</summary>
    protected MetricInput ReadsConceptsOf(string metric) => Add(MetricInput.CreateForConcepts(metric));

    /// <summary>The rule's concepts of one role in <c>concepts.json</c>.</summary>
    protected string[] Concepts(string role) => ConceptLists.Get(Description.Id, role);

    /// <summary>The rule's only concept of one role in <c>concepts.json</c>.</summary>
    protected string Concept(string role) => ConceptLists.GetOne(Description.Id, role);

    private MetricInput Add(MetricInput input)
    {
        _inputs.Add(input);
        return input;
    }
}

/// <summary>Tells that a value which a stage found is not the metric's.</summary>
internal abstract class RejectionRule(string id, string reason, string source) : EngineRule(id, reason, source)
{
    /// <summary>Why the value is not the metric's; null if it may be.</summary>
    public abstract ReasonCode? Reject(in RuleContext context, in Finding finding);
}

/// <summary>Finds a value that concepts and formulas alone do not give.</summary>
internal abstract class ValueRule(string id, string reason, string source) : EngineRule(id, reason, source)
{
    /// <summary>The value, or a missing one with its reason; null if the rule does not apply.</summary>
    /// <param name="context">Metric and period.</param>
    /// <param name="reported">The reported value that the rule may replace; null if no value was found.</param>
    public abstract MetricValue? Find(in RuleContext context, MetricValue? reported);
}
