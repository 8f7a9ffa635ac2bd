namespace EdgarApi.Api.Requests;

/// <summary>
/// Reads the declared parameters of a request and collects all errors, so that one response reports them together. An undeclared parameter
/// is an error too: a typo must not silently change the meaning.
/// </summary>
internal sealed class QueryReader
{
    private readonly IQueryCollection _query;
    private readonly RouteValueDictionary _route;
    private readonly HttpContext _context;
    private readonly Dictionary<string, List<string>> _errors = new(StringComparer.Ordinal);

    public QueryReader(
        HttpContext context, IQueryCollection query, RouteValueDictionary route, IReadOnlyList<QueryParameter> declared)
    {
        (_query, _route, _context) = (query, route, context);
        foreach (var name in _query.Keys.Where(name => !declared.Any(parameter => IsNamed(parameter, name))))
        {
            if (declared.FirstOrDefault(parameter => parameter.IsList && IsIndexed(parameter, name)) is { } list)
                AddError(list.Name, $"separate values with commas: {list.Name}={list.Schema.Example}");
            else AddError(name, DescribeUndeclared(name, [.. declared.Select(parameter => parameter.Name)]));
        }
    }

    public IReadOnlyDictionary<string, string[]> Errors => _errors.ToDictionary(error => error.Key, error => error.Value.ToArray());

    /// <summary>Whether anything was invalid so far. What parameters mean together is checked only without errors.</summary>
    public bool HasErrors => _errors.Count > 0;

    /// <summary>The date of the request, UTC.</summary>
    public DateOnly Today => DateOnly.FromDateTime(_context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);

    public bool IsGiven(QueryParameter parameter) => _query.ContainsKey(parameter.Name);

    public T Get<T>(QueryParameter<T> parameter)
    {
        var values = _query[parameter.Name];
        if (values.Count > 1 && !parameter.IsList) AddError(parameter.Name, "must be given once");
        else if (values.Count > 0) return Read(parameter, parameter.GetText(values));
        else if (parameter.IsRequired && !_errors.ContainsKey(parameter.Name)) AddError(parameter.Name, "is required");
        return parameter.DefaultValue;
    }

    public T GetFromRoute<T>(QueryParameter<T> parameter) => Read(parameter, _route[parameter.Name] as string ?? "");

    public void AddError(string name, string reason)
    {
        if (!_errors.TryGetValue(name, out var reasons)) _errors.Add(name, reasons = []);
        if (!reasons.Contains(reason)) reasons.Add(reason);
    }

    /// <summary>Reports a date range that ends before it begins.</summary>
    public void CheckOrder(QueryParameter first, DateOnly? from, QueryParameter last, DateOnly? to)
    {
        if (from > to) AddError(last.Name, $"must not be before {first.Name}");
    }

    private static string DescribeUndeclared(string name, IReadOnlyList<string> declared)
    {
        const string Beginning = "is not a parameter of this endpoint";
        return declared.Count == 0
            ? $"{Beginning}, which has no parameters"
            : UnknownName.Describe(Beginning, UnknownName.Suggest(name, declared), declared);
    }

    private T Read<T>(QueryParameter<T> parameter, string text)
    {
        var parsed = parameter.Parse(text);
        foreach (var error in parsed.Errors) AddError(parameter.Name, error);
        return parsed.Errors.Count > 0 ? parameter.DefaultValue : parsed.Value;
    }

    private static bool IsNamed(QueryParameter parameter, string name) =>
        string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a name is a list's with an index, as some clients write arrays: <c>metrics[]</c>, <c>metrics[0]</c>.</summary>
    private static bool IsIndexed(QueryParameter parameter, string name) =>
        name.EndsWith(']') && name.IndexOf('[', StringComparison.Ordinal) is > 0 and var index && IsNamed(parameter, name[..index]);
}
