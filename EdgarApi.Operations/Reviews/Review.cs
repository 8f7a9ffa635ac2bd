using EdgarApi.LoadTesting.Report;

namespace EdgarApi.Operations.Reviews;

/// <summary>A review: what to do, the most urgent first, and what it is based on.</summary>
/// <param name="Kind">The review.</param>
/// <param name="From">The start of its period.</param>
/// <param name="To">The end of its period.</param>
/// <param name="Actions">What to do, the most urgent first.</param>
/// <param name="Sources">Where the figures are from, and what is missing.</param>
public sealed record Review(
    ReviewKind Kind, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<ReviewAction> Actions, IReadOnlyList<ReviewSource> Sources)
{
    /// <summary>The items of the performance requirements, in their order.</summary>
    internal IReadOnlyList<ReviewSection> Sections { get; init; } = [];
}

/// <summary>The priorities of the performance requirements.</summary>
public enum ReviewPriority
{
    /// <summary>SLA violations, error rate spikes.</summary>
    Critical,

    /// <summary>Performance degradation trends.</summary>
    High,

    /// <summary>Cache optimization opportunities.</summary>
    Medium,

    /// <summary>Resource utilization improvements.</summary>
    Low,
}

/// <summary>Something to do.</summary>
/// <param name="Priority">How urgent it is.</param>
/// <param name="Weight">Orders actions of one priority: how far a figure is beyond its limit, as a factor.</param>
/// <param name="What">What to do.</param>
/// <param name="Evidence">The figures that call for it.</param>
public sealed record ReviewAction(ReviewPriority Priority, double Weight, string What, string Evidence);

/// <summary>A source of figures.</summary>
/// <param name="Name">The source.</param>
/// <param name="State"><c>read</c>, or why it is missing.</param>
/// <param name="IsMissing">Whether it is missing.</param>
public sealed record ReviewSource(string Name, string State, bool IsMissing);

/// <summary>An item of a review.</summary>
/// <param name="Title">The item, in the words of the performance requirements.</param>
/// <param name="Blocks">What there is to say.</param>
/// <param name="Actions">What follows.</param>
internal sealed record ReviewSection(string Title, IReadOnlyList<ReviewBlock> Blocks, IReadOnlyList<ReviewAction> Actions);

/// <summary>A part of an item.</summary>
internal abstract record ReviewBlock;

/// <summary>A paragraph.</summary>
internal sealed record ReviewText(string Text) : ReviewBlock;

/// <summary>A figure that is missing, with the reason.</summary>
internal sealed record ReviewGap(string What, string Reason) : ReviewBlock;

/// <summary>A table.</summary>
internal sealed record ReviewTable(IReadOnlyList<string> Header, IReadOnlyList<string[]> Rows) : ReviewBlock;

/// <summary>A chart.</summary>
internal sealed record ReviewChart(LineChart Chart) : ReviewBlock;
