using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace EdgarApi.ServiceDefaults;

/// <summary>
/// Ends a program with invalid settings with one line per setting and exit code 1. Other exceptions keep their stack traces.
/// </summary>
internal static class InvalidSettings
{
    /// <summary>What the data annotations validator puts before a message.</summary>
    private const string Annotation = "with the error: '";

    private static readonly Dictionary<Type, string> Formats = new()
    {
        [typeof(TimeSpan)] = "a time like 00:00:30", [typeof(bool)] = "true or false", [typeof(int)] = "an integer",
        [typeof(long)] = "an integer",
    };

    private static int _isRegistered;

    /// <summary>Registers the handler. Must be called first, because creating a builder already reads settings files.</summary>
    /// <param name="userErrors">Further exception types whose messages are meant for users.</param>
    public static void RegisterHandler(params Type[] userErrors)
    {
        if (Interlocked.Exchange(ref _isRegistered, 1) != 0) return;
        AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
        {
            var error = (Exception)unhandled.ExceptionObject;
            var messages = userErrors.Contains(error.GetType()) ? [error.Message] : Describe(error);
            if (messages.Count == 0) return;
            foreach (var line in messages) Console.Error.WriteLine($"{AppDomain.CurrentDomain.FriendlyName} does not start: {line}");
            Environment.Exit(1);
        };
    }

    /// <summary>Describes each invalid setting; empty if the exception has another cause.</summary>
    public static IReadOnlyList<string> Describe(Exception error) => error switch
    {
        OptionsValidationException validation => [.. validation.Failures.Select(WithoutAnnotation)],
        AggregateException several => several.InnerExceptions.Select(Describe).ToList() is var all
            && all.TrueForAll(lines => lines.Count > 0) ? [.. all.SelectMany(lines => lines)] : [],
        InvalidOperationException when error.TargetSite?.DeclaringType == typeof(ConfigurationBinder) => [AppendFormat(error.Message)],
        InvalidDataException when error.Source?.StartsWith("Microsoft.Extensions.Configuration", StringComparison.Ordinal) == true =>
            [$"{error.Message} {error.GetBaseException().Message}"],
        // The address is in use or not permitted.
        IOException { InnerException: not null }
            when error.Source?.StartsWith("Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal) == true => [error.Message],
        _ => [],
    };

    private static string WithoutAnnotation(string failure) =>
        failure.IndexOf(Annotation, StringComparison.Ordinal) is var at and >= 0
            ? failure[(at + Annotation.Length)..].TrimEnd('.').TrimEnd('\'') : failure;

    private static string AppendFormat(string message) =>
        Formats.FirstOrDefault(format => message.Contains($"'{format.Key}'", StringComparison.Ordinal)).Value is { } format
            ? $"{message} It must be {format}." : message;
}
