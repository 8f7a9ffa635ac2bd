using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EdgarApi.Api.OpenApi;

/// <summary>What the document says of the API as a whole.</summary>
internal sealed class DocumentDescription : IOpenApiDocumentTransformer
{
    private const string Description = """
        The fundamentals that companies file with the SEC (EDGAR XBRL company facts): company overviews, standardized statements, time series
        and facts, with every number traceable to its filing.

        - **Companies** are named by ticker in any case (`brk-b` = `BRK.B`) or by CIK, with or without zeros or the prefix `CIK`.
        - **Values** are exact decimals, digit for digit as reported; one that is missing is `null` with a reason, never a guess.
        - **Keys** go into `X-Api-Key` or `Authorization: Bearer`; search, overview and the metric catalog answer without one.
        - **Tables** come as CSV too, with `Accept: text/csv` or `format=csv`.
        - **Caching**: every answer has a strong `ETag`; send it back as `If-None-Match` and an unchanged answer is a 304.
        - **Errors** are RFC 9457 problems with a stable `code`; a parameter that is not known is an error, not ignored.
        """;

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo { Title = "EdgarApi", Version = "1", Description = Description };
        // The address that served the document is the right one behind every proxy.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = SecuritySchemes.All;
        return Task.CompletedTask;
    }
}
