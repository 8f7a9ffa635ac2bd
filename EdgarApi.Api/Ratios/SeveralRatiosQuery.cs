using EdgarApi.Api.Contract;
using EdgarApi.Api.RateLimits;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Windows;
using EdgarApi.Contracts;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Ratios;

/// <summary>A query for the ratios of several companies.</summary>
internal sealed record SeveralRatiosQuery(RatiosQuery Ratios) : IQuery<SeveralRatiosQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } = [RequestedCompanies.Parameter, .. RatiosQuery.Parameters];

    public TierNeeds Needs => Ratios.Needs;

    public string Canonical => Ratios.Canonical;

    public static SeveralRatiosQuery Read(QueryReader reader)
    {
        reader.Get(RequestedCompanies.Parameter);
        return new(RatiosQuery.Read(reader));
    }

    /// <summary>The URL of the page that follows one.</summary>
    public string GetNext(IReadOnlyList<CompanyEntry> companies, IReadOnlyList<int> positions) =>
        ApiRoutes.SeveralRatios + QueryLink.Create(
            [
                (RequestedCompanies.Parameter, string.Join(',', companies.Select(CompanyReference.GetId))),
                .. Ratios.GetLinkParameters(new PageCursor(Ratios.GetScope(companies), positions)),
            ]);
}
