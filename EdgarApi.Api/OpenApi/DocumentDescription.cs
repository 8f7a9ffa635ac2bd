using EdgarApi.Api.Admin;
using EdgarApi.Api.Sessions;
using EdgarApi.Contracts;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace EdgarApi.Api.OpenApi;

/// <summary>Adds the general information on the API to the document.</summary>
internal sealed class DocumentDescription(IConfiguration configuration) : IOpenApiDocumentTransformer
{
    /// <summary>The setting with the email address or URL of those who answer questions about this installation.</summary>
    public const string Contact = "EdgarApi:Contact";

    /// <summary>Descriptions of the tags, which group the operations.</summary>
    private static readonly Dictionary<string, string> Tags = new()
    {
        ["Companies"] = "Search, profile and overview. They need no key.",
        ["Statements"] = "Income statements, balance sheets and cash flow statements.",
        ["Time series"] = "Metrics of one or several companies over time.",
        ["Ratios"] = "Ratios with their formulas and operands.",
        ["Facts"] = "Facts as filed, in all vintages.",
        ["Filings"] = "Filings with their documents on sec.gov.",
        ["Screening"] = "All companies in one period: a metric of each, or those that meet conditions.",
        ["Updates"] = "Companies whose data changed.",
        ["Datasets"] = "Everything as files, for analysis in bulk.",
        ["Metrics"] = "The catalog of standardized metrics. It needs no key.",
        ["Usage"] = "The caller's own requests.",
        [AdminApi.Tag] = "Organizations, users, keys and operation. It needs a key with the scope admin.",
        [SessionsApi.Tag] = "Temporary tokens that replace a key, for example in a browser.",
    };

    private const string Description = $"""
        Fundamentals that companies file with the SEC (EDGAR XBRL company facts): company overviews, standardized statements, time series
        and facts. Every number is traceable to its filing.

        - **Companies** are identified by ticker in any case (`brk-b` = `BRK.B`), also with the US market (`AAPL.US`, `NASDAQ:AAPL`), or by
          CIK, with or without leading zeros or a `CIK` prefix.
        - **Values** are exact decimals, digit for digit as reported. A missing value is `null` with a reason, never a guess.
        - **Keys** go into `{ApiHeaders.ApiKey}` or `Authorization: Bearer`. Company search, profile, overview and the metric catalog
          need no key.
        - **Tables** are also available as CSV: add `.csv` to the path. `Accept: text/csv` and `format=csv` mean the same.
        - **Pages**: `next` is the URL of the next page, also in the header `Link`. It reaches a company's whole history.
        - **Compatibility**: version 1 only gains operations, parameters, members and values. Ignore members that you do not know.
        - **Rules**: `rulesVersion`, also in the header `{ApiHeaders.RulesVersion}`, says which rules computed the values.
        - **Caching**: every response has a strong `ETag`. Send it as `If-None-Match`, and an unchanged response is a 304.
        - **Errors** are RFC 9457 problems with a stable `code`. An unknown parameter is an error; it is not ignored.
        """;

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "EdgarApi",
            Version = "1",
            Summary = "Fundamentals that companies file with the SEC.",
            Description = Description,
            Contact = CreateContact(configuration),
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };
        // A relative URL is correct behind every proxy.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = SecuritySchemes.All;
        foreach (var tag in document.Tags ?? new HashSet<OpenApiTag>()) tag.Description = Tags[tag.Name!];
        return Task.CompletedTask;
    }

    /// <exception cref="OptionsValidationException">The setting is neither an email address nor a URL.</exception>
    public static OpenApiContact CreateContact(IConfiguration configuration)
    {
        const string Operators = "The operators of this installation";
        return configuration[Contact] is not { Length: > 0 } text ? new OpenApiContact { Name = Operators }
            : text.Contains('@', StringComparison.Ordinal) ? new OpenApiContact { Name = Operators, Email = text }
            : Uri.TryCreate(text, UriKind.Absolute, out var address) ? new OpenApiContact { Name = Operators, Url = address }
            : throw new OptionsValidationException(
                Contact, typeof(string), [$"{Contact} is '{text}', but must be an email address or a URL."]);
    }
}
