using System.Reflection;
using EdgarApi.Api.Callers;
using EdgarApi.Api.Problems;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.OnDemand;
using Microsoft.AspNetCore.Http.Metadata;

namespace EdgarApi.Api.Requests;

/// <summary>The company that <c>{id}</c> identifies by ticker or CIK.</summary>
internal sealed class RequestedCompany : IArgument, ILoadsCompanies, IEndpointParameterMetadataProvider
{
    private static readonly QueryParameter<string?> Id = Parameter.Text(
        "id", "Ticker in any case, or CIK with or without leading zeros or the prefix `CIK`.", 40, example: "AAPL");

    private RequestedCompany(CompanyEntry? entry, long revision, ApiProblem? problem) =>
        (Entry, Revision, Problem) = (entry!, revision, problem);

    public CompanyEntry Entry { get; private set; }

    /// <summary>The directory's revision before the lookup, so that a concurrent change counts as a later one.</summary>
    public long Revision { get; private set; }

    public ApiProblem? Problem { get; }

    public bool IsLoaded => Entry.IsLoaded;

    public static ValueTask<RequestedCompany?> BindAsync(HttpContext context)
    {
        // Routing decodes all of a path but the slash, which may precede a share class: BRK%2FB.
        var id = (context.Request.RouteValues[Id.Name] as string ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        return ValueTask.FromResult<RequestedCompany?>(Find(context, id));
    }

    /// <summary>Finds the company that an id of the request means.</summary>
    public static RequestedCompany Find(HttpContext context, string id)
    {
        var directory = context.RequestServices.GetRequiredService<ICompanyDirectory>();
        var revision = directory.Revision;
        var entry = directory.Find(id);
        if (entry is not null && RequestInfo.From(context) is { } info) info.Companies = [entry.Cik.Value];
        return new RequestedCompany(entry, revision, entry is null ? ApiProblem.CompanyNotFound(id, directory.Suggest(id)) : null);
    }

    public async ValueTask LoadAsync(ICompanyLoader loader, ICompanyDirectory directory, CancellationToken cancellationToken)
    {
        await loader.LoadAsync(Entry.Cik, cancellationToken);
        (Revision, Entry) = (directory.Revision, directory.Find(Entry.Cik.ToString()) ?? Entry);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new RouteParameters([Id]));
}
