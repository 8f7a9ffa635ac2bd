using EdgarApi.Api.Authentication;
using EdgarApi.Api.Companies;
using EdgarApi.Api.Datasets;
using EdgarApi.Api.Discovery;
using EdgarApi.Api.Facts;
using EdgarApi.Api.Filings;
using EdgarApi.Api.Metrics;
using EdgarApi.Api.Overview;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Ratios;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Screening;
using EdgarApi.Api.Statements;
using EdgarApi.Api.TimeSeries;
using EdgarApi.Api.Updates;
using EdgarApi.Api.Usage;
using EdgarApi.Api.WebSecurity;
using EdgarApi.Contracts;

namespace EdgarApi.Api;

/// <summary>The routes of version 1: public ones and those that require a key.</summary>
internal static class Routes
{
    public static WebApplication MapVersion1(this WebApplication app)
    {
        var version1 = app.MapGroup(ApiRoutes.Version1).WithProblems(
            ProblemKinds.InvalidParameter, ProblemKinds.CompanyNotFound, ProblemKinds.NotAcceptable, ProblemKinds.InternalError,
            ProblemKinds.UpstreamUnavailable, ProblemKinds.TierLimitExceeded, ProblemKinds.RateLimitExceeded);
        version1.AddEndpointFilter<ArgumentFilter>();

        var open = version1.MapGroup("").AllowBrowsers().WithProblems(ProblemKinds.ApiKeyInvalid);
        open.AddEndpointFilter<InvalidKeyFilter>();
        open.MapIndex();
        open.MapCompanies();
        open.MapOverview();
        open.MapMetricCatalog();

        var keyed = version1.MapGroup("").AllowSessionsInBrowsers().RequireAuthorization().WithProblems(ProblemKinds.ApiKeyMissing);
        keyed.MapStatements();
        keyed.MapTimeSeries();
        keyed.MapRatios();
        keyed.MapFacts();
        keyed.MapFilings();
        keyed.MapScreening();
        keyed.MapUpdates();
        keyed.MapDatasets();
        keyed.MapUsage();
        return app;
    }
}
