using System.Globalization;
using EdgarApi.Api.Requests;

namespace EdgarApi.Api.Contract;

/// <summary>Writes query strings in a normalized form, for links and for comparing requests.</summary>
internal static class QueryLink
{
    public static string Create(params IEnumerable<(QueryParameter Parameter, object? Value)> values) => QueryString.Create(values
        .Where(value => value.Value is not (null or IReadOnlyList<string> { Count: 0 }))
        .Select(value => KeyValuePair.Create(value.Parameter.Name, (string?)GetText(value.Value!)))).ToString();

    private static string GetText(object value) => value switch
    {
        IReadOnlyList<string> list => string.Join(',', list),
        bool flag => flag ? "true" : "false",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
