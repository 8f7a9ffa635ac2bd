using EdgarApi.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace EdgarApi.Api.Datasets;

/// <summary>A file, with a problem document for a range outside it. The framework's result has no body then, but the file's type.</summary>
internal sealed class DatasetFileResult(FileStreamHttpResult file) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await file.ExecuteAsync(httpContext);
        var response = httpContext.Response;
        if (response.StatusCode != StatusCodes.Status416RangeNotSatisfiable) return;
        response.Headers.Remove(HeaderNames.ContentDisposition);
        await ApiProblem.Create(ProblemKinds.RangeNotSatisfiable, $"The file has {response.Headers.ContentRange.ToString()[8..]} bytes.")
            .ExecuteAsync(httpContext);
    }
}
