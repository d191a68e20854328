//! One contract, held by every storage; then what only the stored ones promise.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod contract;
mod database;
mod photo;
mod place;
mod pull;
mod sample;
mod slip;

/// Runs each behaviour against each storage.
macro_rules! contract {
    ($($module:ident::$behaviour:ident)*) => {
        contract!(@storage memory, $($module::$behaviour)*);
        contract!(@storage sqlite, $($module::$behaviour)*);
        contract!(@storage postgres, $($module::$behaviour)*);
    };
    (@storage $storage:ident, $($module:ident::$behaviour:ident)*) => {
        mod $storage {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $behaviour() {
                    crate::$module::$behaviour(&crate::place::$storage()).await;
                }
            )*
        }
    };
}

contract! {
    contract::what_was_appended_is_read_back
    contract::a_community_is_created_once
    contract::an_unknown_community_is_told
    contract::a_wrong_head_is_a_conflict_and_leaves_nothing
    contract::a_gap_is_refused
    contract::racing_writers_leave_neither_gap_nor_twin
    contract::a_command_of_the_same_count_is_refused_and_nothing_applied
    contract::a_command_of_the_same_id_from_another_client_is_stored_too
    contract::rejections_alone_are_stored_and_guarded
    contract::commands_are_found_from_a_head_on
    pull::a_pull_sees_only_its_audiences
    pull::an_event_of_two_audiences_comes_once
    pull::an_event_without_audience_is_never_pulled
    pull::each_audience_has_its_own_cursor
    pull::a_new_audience_is_filled_from_the_start
    pull::a_pull_goes_on_where_its_limit_cut_it
    pull::hundreds_of_audiences_are_pulled_at_once
    pull::a_cursor_from_the_future_gets_nothing
    contract::communities_do_not_see_each_other
    contract::a_blob_comes_back_as_it_was
    slip::of_an_owner_one_slip_a_motion_is_kept
    slip::emptying_destroys_the_slips_of_one_motion
    slip::a_refused_batch_leaves_the_box_as_it_is
    slip::communities_do_not_see_each_others_slips
    photo::a_photo_is_known_with_its_senders_and_those_who_may_read_what_names_it
    photo::a_photo_may_be_named_before_it_arrives
    photo::of_two_that_send_the_same_photo_the_first_ones_object_counts
    photo::a_photo_that_no_event_names_is_forgotten_after_its_time
    photo::a_refused_batch_names_no_photo
    photo::communities_do_not_see_each_others_photos
    contract::the_last_snapshot_is_kept
    contract::the_epoch_changes_alone
    contract::a_large_batch_is_stored_whole
    contract::hostile_text_comes_back_as_it_was
}
