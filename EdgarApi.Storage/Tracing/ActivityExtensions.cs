using System.Diagnostics;

namespace EdgarApi.Storage.Tracing;

/// <summary>Helpers for spans.</summary>
public static class ActivityExtensions
{
    /// <summary>Marks a span as failed.</summary>
    public static void Fail(this Activity activity, Exception error) =>
        activity.AddException(error).SetStatus(ActivityStatusCode.Error, error.Message);
}
