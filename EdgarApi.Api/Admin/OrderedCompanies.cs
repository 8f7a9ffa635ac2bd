using EdgarApi.Api.Problems;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Admin;

/// <summary>The companies that an order to warm names, as the directory knows them.</summary>
/// <param name="NotLoaded">Those of which no data is loaded, as they were named; null when there is none.</param>
/// <param name="Problem">Why there is nothing to order.</param>
internal sealed record OrderedCompanies(IReadOnlyList<string>? NotLoaded, ApiProblem? Problem)
{
    public static OrderedCompanies From(IReadOnlyList<string> ids, ICompanyDirectory directory)
    {
        var found = ids.Select(id => (Id: id, Entry: directory.Find(id))).ToList();
        string[] unknown = [.. found.Where(company => company.Entry is null).Select(company => company.Id)];
        if (unknown.Length > 0) return new(null, ApiProblem.CompaniesNotFound("companies", unknown, directory));
        string[] notLoaded = [.. found.Where(company => !company.Entry!.IsLoaded).Select(company => company.Id)];
        return notLoaded.Length == 0 ? new(null, null)
            : notLoaded.Length < ids.Count ? new(notLoaded, null)
            : new(null, ApiProblem.NotLoaded([.. found.Select(company => company.Entry!)]));
    }
}
