using System.Globalization;
using EdgarApi.Accounts.Degraded;
using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Api.Degraded;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Storage.Datasets;
using Microsoft.Net.Http.Headers;

namespace EdgarApi.Api.Datasets;

/// <summary>
/// The files of bulk data, which the Warmer builds. A request names a dataset and a year; the path of a file comes from the manifest only.
/// </summary>
internal static partial class DatasetsApi
{
    public const string MediaType = "application/vnd.apache.parquet";

    /// <summary>Time after which a client may ask again for datasets that are not built yet.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(5);

    /// <summary>Files change at most once per build; a copy is checked by its ETag.</summary>
    private const string CacheControl = "private, no-cache";

    public static IEndpointRouteBuilder MapDatasets(this IEndpointRouteBuilder api)
    {
        TableEndpoints.Map("/datasets", path => api.MapMethods(path, HttpVerbs.Read, GetDatasets))
            .WithName("getDatasets")
            .WithSummary("Files of bulk data")
            .WithDescription(
                "All values with their sources, facts, filings and companies as Parquet files, one per year. Files are rebuilt " +
                "regularly. To keep a copy current, pass the last `dataVersion` as `since` and download the files in the response.")
            .WithTags("Datasets")
            .WithMetadata(new CacheControlMetadata(CacheControl));
        api.MapMethods("/datasets/{name}/{year}.parquet", HttpVerbs.Read, GetFile)
            .WithName("getDataset")
            .WithSummary("A file of bulk data")
            .WithDescription(
                "A Parquet file. `Range` with `If-Range` resumes a download. `If-None-Match` with the ETag of a copy answers 304 " +
                "while the file is unchanged.")
            .WithTags("Datasets")
            .WithMetadata(
                new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [MediaType]),
                new ProducesResponseTypeMetadata(StatusCodes.Status206PartialContent, typeof(string), [MediaType]))
            .WithProblems(ProblemKinds.RangeNotSatisfiable);
        return api;
    }

    private static Answer<DatasetTable> GetDatasets(
        Query<DatasetsQuery> query, HttpContext context, DatasetStorage storage, ILoggerFactory loggers) => new(
        data: null, query.Value.Canonical, query.Format, _ =>
        {
            var (manifest, problem) = Read(storage, context, loggers);
            return ValueTask.FromResult<Computed<DatasetTable>>(
                problem is not null ? problem : DatasetTable.From(query.Value, manifest!));
        });

    private static IResult GetFile(
        Query<DatasetFileQuery> query, HttpContext context, DatasetStorage storage, DegradedMode mode, ILoggerFactory loggers)
    {
        if (mode.Current is { } degraded) return DegradedProblem.NoExports(degraded, MediaType);
        var (name, part) = (query.Value.Name!, query.Value.Year!);
        // A build can replace the file between the reads of the manifest and of the file. Then the new manifest has the next one.
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var (manifest, problem) = Read(storage, context, loggers);
            if (problem is not null) return problem;
            if (manifest!.Find(name, part) is not { } file)
            {
                return ApiProblem.Create(ProblemKinds.ResourceNotFound, "There is no such dataset; see `available`.") with
                {
                    Available = new Dictionary<string, string[]> { ["datasets"] = [.. GetAvailable(manifest, name)] },
                };
            }

            if (storage.Folder!.TryOpen(file) is not { } stream) continue;
            context.Response.Headers.CacheControl = CacheControl;
            // The result closes the stream, also for HEAD and 304.
            return new DatasetFileResult(TypedResults.File(
                stream, MediaType, $"{file.Name}-{file.Part}.{DatasetTable.Parquet}", file.BuiltAt,
                new EntityTagHeaderValue(DatasetTable.GetEtag(file)), enableRangeProcessing: true));
        }

        return CreateUnavailable(context, "The file is being replaced.");
    }

    private static (DatasetManifest? Manifest, ApiProblem? Problem) Read(
        DatasetStorage storage, HttpContext context, ILoggerFactory loggers)
    {
        if (storage.Folder is not { } folder)
            return (null, ApiProblem.Create(ProblemKinds.ResourceNotFound, "This installation offers no datasets."));
        try
        {
            return folder.Read() is { } manifest ? (manifest, null) : (null, CreateUnavailable(context, "The datasets are not built yet."));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(loggers.CreateLogger(typeof(DatasetsApi)), folder.Path, error.Message);
            return (null, CreateUnavailable(context, "The datasets cannot be read at the moment."));
        }
    }

    /// <summary>What the client can request instead: the files of the dataset, or the names of datasets.</summary>
    private static IEnumerable<string> GetAvailable(DatasetManifest manifest, string name) =>
        manifest.Files.Where(file => file.Name == name).Select(file => $"{file.Name}/{file.Part}").ToArray() is { Length: > 0 } files
            ? files
            : manifest.Files.Select(file => file.Name).Distinct();

    private static ApiProblem CreateUnavailable(HttpContext context, string detail)
    {
        context.Response.Headers.RetryAfter = ((int)RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return ApiProblem.Create(ProblemKinds.UpstreamUnavailable, detail);
    }

    [LoggerMessage(LogLevel.Warning, "Cannot read the datasets in {Folder}: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string folder, string reason);
}
