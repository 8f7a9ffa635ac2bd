using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Contract;

/// <summary>Describes the forms that a company has filed if it has filed none of the requested ones, such as <c>10K</c>.</summary>
internal static class AvailableForms
{
    public static ApiProblem CreateProblem(CompanyEntry company, IReadOnlyList<string> requested, IEnumerable<string> filed)
    {
        string[] forms = [.. filed];
        string[] suggestions = [.. requested.SelectMany(form => UnknownName.Suggest(form, forms)).Distinct()];
        var question = suggestions.Length == 0 ? "" : $" Did you mean {string.Join(" or ", suggestions)}?";
        return ApiProblem.NoData(
            $"{company.Name} has no filings of the form {string.Join(" or ", requested)}.{question}",
            new Dictionary<string, string[]> { ["forms"] = forms });
    }
}
