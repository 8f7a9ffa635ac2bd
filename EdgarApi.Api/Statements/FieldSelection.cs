using EdgarApi.Api.Requests;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Api.Statements;

/// <summary>
/// The lines and members of a statement response. <c>essential</c> selects the lines that the catalog marks as essential, without
/// sources and checks. <c>all</c> selects every line with sources and checks. Otherwise the named lines are selected. <c>sources</c> and
/// <c>checks</c> can be combined with lines; without any, they imply the essential lines. The reported view has no catalog, so all its
/// lines are essential.
/// </summary>
internal sealed record FieldSelection(bool Essential, bool All, bool Sources, bool Checks, IReadOnlyList<string> Lines)
{
    private const string EssentialName = "essential";
    private const string AllName = "all";
    private const string SourcesName = "sources";
    private const string ChecksName = "checks";
    private const int MaxNames = 100;

    private static readonly IReadOnlyList<string> Keywords = [EssentialName, AllName, SourcesName, ChecksName];

    public static readonly QueryParameter<IReadOnlyList<string>> Parameter = Requests.Parameter.List<string>(
        "fields", "`essential` (default), `all`, or comma-separated names: lines (`Revenue`), `sources`, `checks`.", MaxNames,
        name => name, example: "essential,sources");

    public string Canonical => string.Join(',', ((string?[])
        [
            Essential ? EssentialName : null, All ? AllName : null, Sources ? SourcesName : null, Checks ? ChecksName : null,
            .. Lines.Order(StringComparer.Ordinal),
        ]).OfType<string>());

    public static FieldSelection Read(QueryReader reader, StatementRequest request)
    {
        var names = reader.Get(Parameter);
        var lines = names.Where(name => !Keywords.Contains(name, StringComparer.OrdinalIgnoreCase))
            .Select(name => GetId(name, request)).ToList();
        foreach (var unknown in lines.Where(line => !MayBeLine(line, request)))
        {
            reader.AddError(Parameter.Name, UnknownName.Describe(unknown, "field", [.. Keywords, .. GetLineIds(request)]));
        }

        var all = Has(AllName);
        var (sources, checks) = (all || Has(SourcesName), all || Has(ChecksName));
        return new FieldSelection(!all && (Has(EssentialName) || lines.Count == 0), all, sources, checks, all ? [] : lines);

        bool Has(string word) => names.Contains(word, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Describes a line that the statement lacks.</summary>
    public static string DescribeUnknown(string line, Statement statement) =>
        UnknownName.Describe(line, "line of this statement", [.. Keywords, .. statement.Lines.Select(known => known.Id)]);

    public IReadOnlyList<StatementLine> Select(Statement statement) => [.. statement.Lines.Where(line => Includes(statement, line))];

    public IReadOnlyList<StatementLine> SelectUnclassified(Statement statement) =>
        [.. statement.Unclassified.Where(line => Includes(statement, line))];

    /// <summary>Finds a named line that the reported view lacks. Only the built statement shows its lines.</summary>
    public string? FindUnknown(Statement statement) => statement.View == StatementView.Reported
        ? Lines.FirstOrDefault(name =>
            !statement.Lines.Concat(statement.Unclassified).Any(line => line.Id.Equals(name, StringComparison.OrdinalIgnoreCase)))
        : null;

    private bool Includes(Statement statement, StatementLine line) =>
        All || Lines.Contains(line.Id, StringComparer.OrdinalIgnoreCase) || (Essential && IsEssential(statement, line));

    private static bool IsEssential(Statement statement, StatementLine line) =>
        statement.View == StatementView.Reported || (MetricCatalog.TryFind(line.Id, out var metric) && metric.IsEssential);

    private static string GetId(string name, StatementRequest request) =>
        request.View == StatementView.Standard && MetricCatalog.TryFind(name, out var metric) ? metric.Id : name;

    private static bool MayBeLine(string name, StatementRequest request) =>
        request.View == StatementView.Reported || GetLineIds(request).Contains(name);

    private static IEnumerable<string> GetLineIds(StatementRequest request) =>
        MetricCatalog.All.Where(metric => metric.Statement == request.Kind).Select(metric => metric.Id);
}
