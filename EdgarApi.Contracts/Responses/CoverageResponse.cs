namespace EdgarApi.Contracts.Responses;

/// <summary>The data that a company has.</summary>
/// <param name="Facts">Number of facts in all vintages.</param>
/// <param name="FirstPeriod">Key of the oldest fiscal period.</param>
/// <param name="LastPeriod">Key of the newest fiscal period.</param>
/// <param name="LastFiled">Date of the newest filing.</param>
public sealed record CoverageResponse(
    int Facts,
    string? FirstPeriod,
    string? LastPeriod,
    DateOnly? LastFiled);
