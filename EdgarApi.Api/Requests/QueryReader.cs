namespace EdgarApi.Api.Requests;

/// <summary>
/// Reads the declared parameters of a request and collects everything that is wrong with them, so that one answer tells all of it.
/// A parameter that is not declared is an error too: a misspelt one must not silently change the meaning.
/// </summary>
internal sealed class QueryReader
{
    private readonly IQueryCollection query;
    private readonly RouteValueDictionary route;
    private readonly HttpContext context;
    private readonly Dictionary<string, List<string>> errors = new(StringComparer.Ordinal);

    public QueryReader(HttpRequest request, IReadOnlyList<QueryParameter> declared)
    {
        (query, route, context) = (request.Query, request.RouteValues, request.HttpContext);
        foreach (var name in query.Keys.Where(name => !declared.Any(parameter => IsNamed(parameter, name))))
            Refuse(name, declared.Count == 0
                ? "is not a parameter of this endpoint, which has none"
                : $"is not a parameter of this endpoint; valid are {string.Join(", ", declared.Select(parameter => parameter.Name))}");
    }

    public IReadOnlyDictionary<string, string[]> Errors => errors.ToDictionary(error => error.Key, error => error.Value.ToArray());

    /// <summary>The day of the request, UTC.</summary>
    public DateOnly Today => DateOnly.FromDateTime(context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);

    public bool IsGiven(QueryParameter parameter) => query.ContainsKey(parameter.Name);

    public T Get<T>(QueryParameter<T> parameter)
    {
        var given = query[parameter.Name];
        if (given.Count > 1) Refuse(parameter.Name, "must be given once");
        else if (given.Count == 1) return Read(parameter, given[0] ?? "");
        else if (parameter.IsRequired) Refuse(parameter.Name, "is required");
        return parameter.WhenAbsent;
    }

    public T GetFromRoute<T>(QueryParameter<T> parameter) => Read(parameter, route[parameter.Name] as string ?? "");

    public void Refuse(string name, string why)
    {
        if (!errors.TryGetValue(name, out var reasons)) errors.Add(name, reasons = []);
        reasons.Add(why);
    }

    /// <summary>Refuses a span of days that ends before it begins.</summary>
    public void CheckOrder(QueryParameter first, DateOnly? from, QueryParameter last, DateOnly? to)
    {
        if (from > to) Refuse(last.Name, $"must not be before {first.Name}");
    }

    private T Read<T>(QueryParameter<T> parameter, string text)
    {
        var parsed = parameter.Parse(text);
        foreach (var error in parsed.Errors) Refuse(parameter.Name, error);
        return parsed.Errors.Count > 0 ? parameter.WhenAbsent : parsed.Value;
    }

    private static bool IsNamed(QueryParameter parameter, string name) => string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase);
}
