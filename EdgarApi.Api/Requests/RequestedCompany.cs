using EdgarApi.Api.Problems;
using EdgarApi.Data.Companies;

namespace EdgarApi.Api.Requests;

/// <summary>The company that <c>{id}</c> names by ticker or CIK in any spelling.</summary>
internal sealed class RequestedCompany : IArgument
{
    private RequestedCompany(CompanyEntry? entry, ApiProblem? problem) => (Entry, Problem) = (entry!, problem);

    public CompanyEntry Entry { get; }

    public ApiProblem? Problem { get; }

    public static ValueTask<RequestedCompany?> BindAsync(HttpContext context)
    {
        var id = context.Request.RouteValues["id"] as string ?? "";
        var directory = context.RequestServices.GetRequiredService<ICompanyDirectory>();
        var entry = directory.Find(id);
        return ValueTask.FromResult<RequestedCompany?>(
            new RequestedCompany(entry, entry is null ? ApiProblem.CompanyNotFound(id, directory.Suggest(id)) : null));
    }
}
