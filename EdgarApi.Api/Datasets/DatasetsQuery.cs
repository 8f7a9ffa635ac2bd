using System.Globalization;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;

namespace EdgarApi.Api.Datasets;

internal sealed record DatasetsQuery(string? Name, long? Since) : IQuery<DatasetsQuery>
{
    /// <summary>The names that requests may use. <c>DatasetsApiTests</c> compares them with what is built.</summary>
    public static readonly IReadOnlyList<string> Names = ["companies", "values", "facts", "filings"];

    public static readonly QueryParameter<string?> NameParameter = new(
        "name", "Name of the dataset.", new ParameterSchema("string") { Enum = Names }, null,
        text => Names.Contains(text) ? text : Parsed<string?>.Invalid($"must be one of {string.Join(", ", Names)}"));

    private static readonly QueryParameter<long?> SinceParameter = new(
        "since", "Only files whose rows changed after this data version, which is the `dataVersion` of an earlier list.",
        new ParameterSchema("integer") { Minimum = 0 }, null,
        text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : Parsed<long?>.Invalid("must be a data version: a whole number, 0 or larger"));

    public static IReadOnlyList<QueryParameter> Parameters { get; } = [NameParameter, SinceParameter, .. RequestedFormat.Parameters];

    public string Canonical => string.Create(CultureInfo.InvariantCulture, $"{Name}:{Since}");

    public static DatasetsQuery Read(QueryReader reader) => new(reader.Get(NameParameter), reader.Get(SinceParameter));
}

/// <summary>The file that a path names. An unknown name or year is no error of the request; the file does not exist.</summary>
internal sealed record DatasetFileQuery(string? Name, string? Year) : IQuery<DatasetFileQuery>
{
    private static readonly QueryParameter<string?> NameParameter = CreateParameter(
        DatasetsQuery.NameParameter.Name, DatasetsQuery.NameParameter.Description,
        DatasetsQuery.NameParameter.Schema with { Example = "values" });

    private static readonly QueryParameter<string?> YearParameter = CreateParameter(
        "year", "Year of the rows, or `all` for a dataset in one file.",
        new ParameterSchema("string") { MaxLength = 4, Example = "2024" });

    public static IReadOnlyList<QueryParameter> Parameters => [];

    public static IReadOnlyList<QueryParameter> RouteParameters { get; } = [NameParameter, YearParameter];

    public string Canonical => $"{Name}/{Year}";

    public static DatasetFileQuery Read(QueryReader reader) => new(reader.GetFromRoute(NameParameter), reader.GetFromRoute(YearParameter));

    private static QueryParameter<string?> CreateParameter(string name, string description, ParameterSchema schema) =>
        new(name, description, schema, null, text => text);
}
