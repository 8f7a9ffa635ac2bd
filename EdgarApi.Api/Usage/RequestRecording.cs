using System.Diagnostics;
using EdgarApi.Accounts.Usage;
using EdgarApi.Api.Callers;
using EdgarApi.Api.Telemetry;
using EdgarApi.Contracts;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace EdgarApi.Api.Usage;

/// <summary>
/// Attaches a <see cref="RequestInfo"/> to each request and records metrics and usage once the response is complete. Each request below
/// <c>/api/v1</c>, <c>/admin</c> and <c>/mcp</c> becomes one usage record, including rejected and failed ones. Probes, metrics and
/// documentation are not recorded as usage.
/// </summary>
internal sealed class RequestRecording(
    RequestDelegate next, UsageRecorder recorder, RequestMetrics metrics, IOptions<UsageOptions> options, TimeProvider time)
{
    private readonly bool _enabled = options.Value.Enabled;
    private readonly EndpointNames _names = new();

    public Task InvokeAsync(HttpContext context)
    {
        var info = new RequestInfo();
        context.Features.Set(info);
        return RecordAsync(context, info);
    }

    /// <summary>Avoids an async state machine for the common case: a response from memory that completes synchronously.</summary>
    private Task RecordAsync(HttpContext context, RequestInfo info)
    {
        var started = Stopwatch.GetTimestamp();
        var response = InvokeNextAsync(context);
        if (!response.IsCompletedSuccessfully) return RecordAsync(context, info, started, response);
        Record(context, info, Stopwatch.GetElapsedTime(started));
        return Task.CompletedTask;
    }

    private Task InvokeNextAsync(HttpContext context)
    {
        try
        {
            return next(context);
        }
        catch (Exception error)
        {
            return Task.FromException(error);
        }
    }

    private async Task RecordAsync(HttpContext context, RequestInfo info, long started, Task response)
    {
        try
        {
            await response;
        }
        catch when (!context.Response.HasStarted)
        {
            // The server responds with this status once the exception leaves the pipeline.
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            throw;
        }
        finally
        {
            Record(context, info, Stopwatch.GetElapsedTime(started));
        }
    }

    private static bool IsRecorded(string? path) =>
        path is not null
        && (IsBelow(path, ApiRoutes.Version1) || IsBelow(path, ApiRoutes.ShortAdmin) || IsBelow(path, ApiRoutes.Agents));

    private static bool IsBelow(string path, string prefix) =>
        path.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && (path.Length == prefix.Length || path[prefix.Length] == '/');

    private void Record(HttpContext context, RequestInfo info, TimeSpan duration)
    {
        var (request, status) = (context.Request, context.Response.StatusCode);
        var endpoint = _names.GetName(GetEndpoint(context), request.Method);
        var (bytes, isPrefetch) = (GetBytes(context, info, status), CacheableTarget.IsPrefetch(request));
        metrics.Record(endpoint, info, status, duration, request.ContentLength ?? 0, bytes, isPrefetch);
        if (!_enabled || !IsRecorded(request.Path.Value)) return;
        var caller = info.Caller;
        recorder.Record(new UsageRecord
        {
            Timestamp = time.GetUtcNow().UtcDateTime - duration,
            Endpoint = endpoint.Text,
            Status = (short)status,
            Microseconds = (int)Math.Min(duration.Ticks / TimeSpan.TicksPerMicrosecond, int.MaxValue),
            Bytes = bytes,
            Tier = caller?.Tier.Name,
            KeyId = caller?.KeyId,
            UserId = caller?.UserId,
            OrganizationId = caller?.OrganizationId,
            Cik = info.Cik,
            Cache = info.Cache,
            Target = CacheableTarget.Get(context, info, status, isPrefetch),
        });
    }

    /// <summary>The exception handler clears the endpoint and keeps it in its feature.</summary>
    private static Endpoint? GetEndpoint(HttpContext context) =>
        context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;

    private static long GetBytes(HttpContext context, RequestInfo info, int status) =>
        HttpMethods.IsHead(context.Request.Method) || status == StatusCodes.Status304NotModified
            ? 0
            : info.SentBytes ?? context.Response.ContentLength ?? 0;
}

internal static class RequestRecordingExtensions
{
    /// <summary>Comes before all middleware that reads or fills in the <see cref="RequestInfo"/>.</summary>
    public static IApplicationBuilder UseRequestRecording(this IApplicationBuilder app) => app.UseMiddleware<RequestRecording>();
}
