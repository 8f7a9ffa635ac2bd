using System.Text.Json;

namespace EdgarApi.Tests.Api.Windows;

/// <summary>Compares responses for several companies with those of each company's own endpoint.</summary>
internal static class SeveralCompanies
{
    /// <summary>Checks that members have the same JSON in a company's part as in its own response.</summary>
    public static void AssertSame(JsonElement own, JsonElement part, params string[] members) => Assert.All(members, member =>
    {
        var isPresent = own.TryGetProperty(member, out var expected);
        Assert.Equal(isPresent, part.TryGetProperty(member, out var actual));
        if (isPresent) Assert.Equal(expected.GetRawText(), actual.GetRawText());
    });

    /// <summary>Finds a company's part.</summary>
    public static JsonElement Find(JsonElement answer, string ticker) => answer.GetProperty("companies").EnumerateArray()
        .Single(part => part.GetProperty("company").GetProperty("ticker").GetString() == ticker);

    /// <summary>The keys of a part's periods.</summary>
    public static IReadOnlyList<string> GetKeys(JsonElement part) =>
        [.. part.GetProperty("periods").EnumerateArray().Select(period => period.GetProperty("key").GetString()!)];

    /// <summary>The calendar periods of a part's periods.</summary>
    public static IReadOnlyList<string> GetCalendarPeriods(JsonElement part) =>
        [.. part.GetProperty("periods").EnumerateArray().Select(period => period.GetProperty("calendarPeriod").GetString()!)];
}
