using EdgarApi.Api.Problems;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Admin;

/// <summary>The companies of a warm order, looked up in the directory.</summary>
/// <param name="NotLoaded">Ids of the companies without loaded data, as the order names them; null if all are loaded.</param>
/// <param name="Problem">Why the order is rejected; null if it is valid.</param>
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
