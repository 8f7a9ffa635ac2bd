using System.Diagnostics;
using EdgarApi.Accounts.Usage;
using EdgarApi.Api.Callers;
using EdgarApi.Contracts;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace EdgarApi.Api.Usage;

/// <summary>
/// The outermost step of a request: gives it its <see cref="RequestAccount"/> and, once it is answered, leaves one record of it, whatever became of it. Every
/// request below <c>/api/v1</c> and <c>/admin</c> is one record, refused and failed ones too; probes, metrics and documentation are none.
/// </summary>
internal sealed class RequestRecording(RequestDelegate next, UsageRecorder recorder, IOptions<UsageOptions> options, TimeProvider time)
{
    private readonly bool enabled = options.Value.Enabled;
    private readonly EndpointNames names = new();

    public Task InvokeAsync(HttpContext context)
    {
        var account = new RequestAccount();
        context.Features.Set(account);
        return enabled && IsRecorded(context.Request.Path.Value) ? RecordAsync(context, account) : next(context);
    }

    /// <summary>Most requests are answered from memory and over before anything has to be waited for.</summary>
    private Task RecordAsync(HttpContext context, RequestAccount account)
    {
        var started = Stopwatch.GetTimestamp();
        var answering = StartAsync(context);
        if (!answering.IsCompletedSuccessfully) return RecordAsync(context, account, started, answering);
        recorder.Record(CreateRecord(context, account, Stopwatch.GetElapsedTime(started)));
        return Task.CompletedTask;
    }

    private Task StartAsync(HttpContext context)
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

    private async Task RecordAsync(HttpContext context, RequestAccount account, long started, Task answering)
    {
        try
        {
            await answering;
        }
        catch when (!context.Response.HasStarted)
        {
            // The server answers so once this has passed it.
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            throw;
        }
        finally
        {
            recorder.Record(CreateRecord(context, account, Stopwatch.GetElapsedTime(started)));
        }
    }

    private static bool IsRecorded(string? path) => path is not null
        && (IsBelow(path, ApiRoutes.Version1) || IsBelow(path, "/admin"));

    private static bool IsBelow(string path, string prefix) =>
        path.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && (path.Length == prefix.Length || path[prefix.Length] == '/');

    private UsageRecord CreateRecord(HttpContext context, RequestAccount account, TimeSpan duration)
    {
        var (caller, status) = (account.Caller, context.Response.StatusCode);
        return new UsageRecord
        {
            Timestamp = time.GetUtcNow().UtcDateTime - duration,
            Endpoint = names.GetName(GetEndpoint(context), context.Request.Method),
            Status = (short)status,
            Microseconds = (int)Math.Min(duration.Ticks / TimeSpan.TicksPerMicrosecond, int.MaxValue),
            Bytes = GetBytes(context, account, status),
            Tier = caller?.Tier.Name,
            KeyId = caller?.KeyId,
            UserId = caller?.UserId,
            OrganizationId = caller?.OrganizationId,
            Cik = account.Cik,
            Cache = account.Cache,
            Target = CacheableTarget.Get(context, account, status),
        };
    }

    /// <summary>An exception's handling takes the endpoint from the request, and remembers it.</summary>
    private static Endpoint? GetEndpoint(HttpContext context) => context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;

    private static long GetBytes(HttpContext context, RequestAccount account, int status) =>
        HttpMethods.IsHead(context.Request.Method) || status == StatusCodes.Status304NotModified ? 0 : account.SentBytes ?? context.Response.ContentLength ?? 0;
}

internal static class RequestRecordingExtensions
{
    /// <summary>Goes before everything else.</summary>
    public static IApplicationBuilder UseRequestAccount(this IApplicationBuilder app) => app.UseMiddleware<RequestRecording>();
}
