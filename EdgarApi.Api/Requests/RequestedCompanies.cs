using EdgarApi.Api.Callers;
using EdgarApi.Api.Problems;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.OnDemand;

namespace EdgarApi.Api.Requests;

/// <summary>The companies in <c>companies=</c> without duplicates, in request order.</summary>
internal sealed class RequestedCompanies : IArgument, ILoadsCompanies
{
    public const int MaxCompanies = 50;

    public static readonly QueryParameter<IReadOnlyList<string>> Parameter = Requests.Parameter.List<string>(
        "companies", "Comma-separated tickers or CIKs.", MaxCompanies, id => id, example: "AAPL,NVDA").Required();

    private RequestedCompanies(IReadOnlyList<CompanyEntry> entries, long revision, ApiProblem? problem) =>
        (Entries, Revision, Problem) = (entries, revision, problem);

    public IReadOnlyList<CompanyEntry> Entries { get; private set; }

    /// <summary>The directory's revision before the lookup.</summary>
    public long Revision { get; private set; }

    public ApiProblem? Problem { get; }

    public bool IsLoaded => Entries.All(company => company.IsLoaded);

    public static ValueTask<RequestedCompanies?> BindAsync(HttpContext context) =>
        ValueTask.FromResult<RequestedCompanies?>(Find(context, Parameter.GetText(context.Request.Query[Parameter.Name])));

    /// <summary>Finds the companies that a list of the request means.</summary>
    public static RequestedCompanies Find(HttpContext context, string list)
    {
        var directory = context.RequestServices.GetRequiredService<ICompanyDirectory>();
        var revision = directory.Revision;
        // The query, which declares the parameter, reports errors of the list itself.
        var ids = Parameter.Parse(list).Value ?? [];
        var found = ids.Select(id => (Id: id, Entry: directory.Find(id))).ToList();
        var unknown = found.Where(company => company.Entry is null).Select(company => company.Id).ToList();
        CompanyEntry[] entries = [.. found.Select(company => company.Entry).OfType<CompanyEntry>().DistinctBy(entry => entry.Cik)];
        if (RequestInfo.From(context) is { } info) info.Companies = [.. entries.Select(entry => entry.Cik.Value)];
        return new RequestedCompanies(
            entries, revision, unknown.Count == 0 ? null : ApiProblem.CompaniesNotFound(Parameter.Name, unknown, directory));
    }

    public async ValueTask LoadAsync(ICompanyLoader loader, ICompanyDirectory directory, CancellationToken cancellationToken)
    {
        await Task.WhenAll(Entries
            .Where(company => !company.IsLoaded)
            .Select(company => loader.LoadAsync(company.Cik, cancellationToken).AsTask()));
        (Revision, Entries) = (directory.Revision, [.. Entries.Select(company => directory.Find(company.Cik.ToString()) ?? company)]);
    }
}
