using EdgarApi.Contracts;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EdgarApi.Api.OpenApi;

/// <summary>Adds the general information on the API to the document.</summary>
internal sealed class DocumentDescription : IOpenApiDocumentTransformer
{
    private const string Description = $"""
        Fundamentals that companies file with the SEC (EDGAR XBRL company facts): company overviews, standardized statements, time series
        and facts. Every number is traceable to its filing.

        - **Companies** are identified by ticker in any case (`brk-b` = `BRK.B`), also with the US market (`AAPL.US`, `NASDAQ:AAPL`), or by
          CIK, with or without leading zeros or a `CIK` prefix.
        - **Values** are exact decimals, digit for digit as reported. A missing value is `null` with a reason, never a guess.
        - **Keys** go into `{ApiHeaders.ApiKey}` or `Authorization: Bearer`. Company search, profile, overview and the metric catalog
          need no key.
        - **Tables** are also available as CSV, with `Accept: text/csv` or `format=csv`.
        - **Caching**: every response has a strong `ETag`. Send it as `If-None-Match`, and an unchanged response is a 304.
        - **Errors** are RFC 9457 problems with a stable `code`. An unknown parameter is an error; it is not ignored.
        """;

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo { Title = "EdgarApi", Version = "1", Description = Description };
        // A relative URL is correct behind every proxy.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = SecuritySchemes.All;
        return Task.CompletedTask;
    }
}
