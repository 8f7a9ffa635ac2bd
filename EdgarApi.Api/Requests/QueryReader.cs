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

    public QueryReader(HttpRequest request, IReadOnlyList<QueryParameter> declared)
    {
        (_query, _route, _context) = (request.Query, request.RouteValues, request.HttpContext);
        foreach (var name in _query.Keys.Where(name => !declared.Any(parameter => IsNamed(parameter, name))))
            AddError(name, declared.Count == 0
                ? "is not a parameter of this endpoint, which has no parameters"
                : $"is not a parameter of this endpoint; valid: {string.Join(", ", declared.Select(parameter => parameter.Name))}");
    }

    public IReadOnlyDictionary<string, string[]> Errors => _errors.ToDictionary(error => error.Key, error => error.Value.ToArray());

    /// <summary>The date of the request, UTC.</summary>
    public DateOnly Today => DateOnly.FromDateTime(_context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);

    public bool IsGiven(QueryParameter parameter) => _query.ContainsKey(parameter.Name);

    public T Get<T>(QueryParameter<T> parameter)
    {
        var values = _query[parameter.Name];
        if (values.Count > 1) AddError(parameter.Name, "must be given once");
        else if (values.Count == 1) return Read(parameter, values[0] ?? "");
        else if (parameter.IsRequired) AddError(parameter.Name, "is required");
        return parameter.DefaultValue;
    }

    public T GetFromRoute<T>(QueryParameter<T> parameter) => Read(parameter, _route[parameter.Name] as string ?? "");

    public void AddError(string name, string reason)
    {
        if (!_errors.TryGetValue(name, out var reasons)) _errors.Add(name, reasons = []);
        reasons.Add(reason);
    }

    /// <summary>Reports a date range that ends before it begins.</summary>
    public void CheckOrder(QueryParameter first, DateOnly? from, QueryParameter last, DateOnly? to)
    {
        if (from > to) AddError(last.Name, $"must not be before {first.Name}");
    }

    private T Read<T>(QueryParameter<T> parameter, string text)
    {
        var parsed = parameter.Parse(text);
        foreach (var error in parsed.Errors) AddError(parameter.Name, error);
        return parsed.Errors.Count > 0 ? parameter.DefaultValue : parsed.Value;
    }

    private static bool IsNamed(QueryParameter parameter, string name) =>
        string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase);
}
