using System.Globalization;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;

namespace EdgarApi.Api.Usage;

/// <summary>Whose requests a report covers.</summary>
internal enum UsageScope
{
    User,
    Organization,
}

internal sealed record UsageQuery(DateOnly? From, DateOnly? To, UsageScope Scope) : IQuery<UsageQuery>
{
    /// <summary>Maximum number of days per report.</summary>
    public const int MaxDays = 366;

    public static readonly NamedValues<UsageScope> Scopes = new(("user", UsageScope.User), ("organization", UsageScope.Organization));

    private static readonly QueryParameter<DateOnly?> FromParameter = Parameter.Date(
        "from", $"First day, UTC. Defaults to the first day of the month of `to`; at most {MaxDays} days in total.");

    private static readonly QueryParameter<DateOnly?> ToParameter = Parameter.Date("to", "Last day, UTC. Defaults to today.");
    private static readonly QueryParameter<UsageScope> ScopeParameter = Parameter.OneOf(
        "scope", "Requests with the keys of your own user, or of all users of your organization.", Scopes, UsageScope.User);

    public static IReadOnlyList<QueryParameter> Parameters { get; } =
        [FromParameter, ToParameter, ScopeParameter, .. RequestedFormat.Parameters];

    public string Canonical => string.Create(CultureInfo.InvariantCulture, $"{From:yyyy-MM-dd}:{To:yyyy-MM-dd}:{Scopes.GetName(Scope)}");

    public static UsageQuery Read(QueryReader reader)
    {
        var query = new UsageQuery(reader.Get(FromParameter), reader.Get(ToParameter), reader.Get(ScopeParameter));
        var span = query.GetSpan(reader.Today);
        if (query.To is null && span.From > span.To) reader.AddError(FromParameter.Name, "must not be after today");
        else reader.CheckOrder(FromParameter, span.From, ToParameter, span.To);
        if (span.To.DayNumber - span.From.DayNumber >= MaxDays)
            reader.AddError(FromParameter.Name, $"must be at most {MaxDays} days before the end");
        return query;
    }

    /// <summary>Gets the dates of the report, with defaults relative to today.</summary>
    public UsageSpan GetSpan(DateOnly today)
    {
        var to = To ?? today;
        return new UsageSpan(From ?? new DateOnly(to.Year, to.Month, 1), to, Scope);
    }
}

internal sealed record UsageSpan(DateOnly From, DateOnly To, UsageScope Scope);
