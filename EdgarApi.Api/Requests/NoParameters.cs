namespace EdgarApi.Api.Requests;

/// <summary>The query of an endpoint without query-string parameters.</summary>
internal sealed record NoParameters : IQuery<NoParameters>
{
    public static IReadOnlyList<QueryParameter> Parameters => [];

    public string Canonical => "";

    public static NoParameters Read(QueryReader reader) => new();
}
